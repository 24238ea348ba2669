/** How much has been begun and is no entry yet, for screens to watch: it is said until it is finished or thrown away. */
import Alpine from "@alpinejs/csp";
import { onCount } from "./draft.js";

export const begun = Alpine.reactive({ unfinished: 0 });

onCount((unfinished) => {
  begun.unfinished = unfinished;
});
