// Makes the opaque ids of everything written here, in the one spelling the server binds.

/** @returns {string} 32 lower-case hex digits */
export function newId() {
  return crypto.randomUUID().replaceAll("-", "");
}

// Random for each load: it tells two writings apart without following a tablet from family to family.
export const device = newId();
