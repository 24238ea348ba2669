// Registers the children's boards.

/** @param {any} _alpine */
export function register(_alpine) {}
