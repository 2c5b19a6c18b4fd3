// A request that fails isn't passed over: what our own error pages say is shown, and where none came, a sentence says so.

const UNREACHED = "The site can't be reached. What you typed is still here; try again.";

export function failedRequests() {
  document.addEventListener("htmx:beforeSwap", showErrorPage);
  document.addEventListener("htmx:sendError", () => tellFailure(UNREACHED));
  document.addEventListener("htmx:timeout", () => tellFailure(UNREACHED));
  document.addEventListener("htmx:responseError", ({ detail }) => {
    tellFailure(`The site answered with ${detail.xhr.status} and no page. What you typed is still here; try again.`);
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.successful && !isErrorPage(detail.xhr)) toldFailure()?.remove();
  });
}

// Each error page of ours says where it belongs; what stands between us and the server says nothing of the kind.
// Where something was sent it stays on the page, and what the error page says is told beside it.
function showErrorPage({ detail }) {
  if (!isErrorPage(detail.xhr)) return;
  detail.isError = false;
  detail.shouldSwap = detail.requestConfig.verb === "get";
  if (!detail.shouldSwap) tellFailure(`${saidBy(detail.xhr.responseText)} What you typed is still here.`);
}

function isErrorPage(xhr) {
  return xhr.status >= 400 && xhr.getResponseHeader("HX-Retarget") !== null;
}

function saidBy(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const [heading, lead] = ["h1", ".lead"].map((selector) => page.querySelector(`main ${selector}`)?.textContent.trim());
  return `${heading}. ${lead}`;
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
