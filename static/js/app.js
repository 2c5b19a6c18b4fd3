// Each module enhances the elements that ask for it by a data attribute; every page works without any of them.
import { copyLinks } from "./copy.js";
import { focusNew } from "./focus.js";
import { questionKeys } from "./keys.js";
import { readingProgress, walkedPaths } from "./progress.js";
import { serverTiming } from "./timing.js";

questionKeys();
serverTiming(document.body);

// htmx:load fires for the first page and for every fragment swapped in later.
document.addEventListener("htmx:load", (event) => {
  for (const enhance of [copyLinks, readingProgress, walkedPaths, focusNew]) enhance(event.detail.elt);
});
