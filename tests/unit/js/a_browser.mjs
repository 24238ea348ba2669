// The little of a browser that Alpine looks for when it is loaded; import it first.
globalThis.MutationObserver ??= class {
  observe() {}
  disconnect() {}
  takeRecords() { return []; }
};
