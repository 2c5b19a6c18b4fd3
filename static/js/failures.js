// A request that fails isn't passed over: our own error pages are shown, and where none came, a sentence says so.

const UNREACHED = "The site can’t be reached. What you typed is still here; try again.";

export function failedRequests() {
  document.addEventListener("htmx:beforeSwap", showErrorPage);
  document.addEventListener("htmx:sendError", () => tellFailure(UNREACHED));
  document.addEventListener("htmx:timeout", () => tellFailure(UNREACHED));
  document.addEventListener("htmx:responseError", (event) => {
    tellFailure(`The site answered with ${event.detail.xhr.status} and no page. What you typed is still here; try again.`);
  });
  document.addEventListener("htmx:afterRequest", (event) => event.detail.successful && toldFailure()?.remove());
}

// Each error page of ours says where it belongs; what stands between us and the server says nothing of the kind.
function showErrorPage({ detail }) {
  if (detail.xhr.status < 400 || !detail.xhr.getResponseHeader("HX-Retarget")) return;
  detail.shouldSwap = true;
  detail.isError = false;
}

function toldFailure() {
  return document.querySelector("[data-failure]");
}

// Told anew each time, so that it is read out each time.
function tellFailure(sentence) {
  toldFailure()?.remove();
  const told = document.createElement("p");
  told.setAttribute("role", "alert");
  told.dataset.failure = "";
  told.className = "failure";
  document.body.append(told);
  told.textContent = sentence;
}
