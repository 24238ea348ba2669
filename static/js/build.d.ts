/* What the bundler fills in (see safeplan/assets.py), and packages that bring no types. */

/** The vault worker's path below static/dist, or "" where there is none. For app.js. */
declare const VAULT_WORKER: string;
/** Changes whenever any built file does. For the service worker. */
declare const BUILD_ID: string;
/** Every built file's path below static/dist. For the service worker. */
declare const BUILD_FILES: string[];

declare module "@alpinejs/csp" {
  const Alpine: any;
  export default Alpine;
}
