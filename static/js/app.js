// Each module enhances the elements that ask for it by a data attribute; every page works without any of them.
import { copyLinks } from "./copy.js";
import { currentLinks } from "./nav.js";
import { failedRequests } from "./failures.js";
import { focusNew } from "./focus.js";
import { gridKeys } from "./grid.js";
import { keyList } from "./keylist.js";
import { livePages } from "./live.js";
import { mapPredictions } from "./predict.js";
import { questionKeys } from "./keys.js";
import { readingProgress, walkedPaths } from "./progress.js";
import { serverTiming } from "./timing.js";
import { timeLeft } from "./until.js";
import { timeZone } from "./zone.js";
import { waitingButtons } from "./wait.js";

currentLinks();
failedRequests();
keyList();
questionKeys();
serverTiming(document.body);

// htmx:load fires for the first page and for every fragment swapped in later.
document.addEventListener("htmx:load", (event) => {
  const elements = [gridKeys, livePages, mapPredictions, waitingButtons, timeLeft, timeZone];
  for (const enhance of [copyLinks, readingProgress, walkedPaths, ...elements, focusNew]) enhance(event.detail.elt);
});
