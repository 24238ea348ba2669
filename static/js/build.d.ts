/* What the bundler fills in (see safeplan/assets.py), and packages that bring no types. */

/** The vault worker's path below static/dist, or "" where there is none. For app.js. */
declare const VAULT_WORKER: string;

declare module "@alpinejs/csp" {
  const Alpine: any;
  export default Alpine;
}
