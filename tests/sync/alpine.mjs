// What the browser's modules ask of Alpine, without a page to draw: an object stays an object.
export default {
  reactive: (value) => value,
  effect() {},
  store() {},
  data() {},
  mutateDom: (run) => run(),
};
