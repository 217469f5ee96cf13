// Runs in the head of the home: asks for the home while the page's script is still on its way.
// Only where a home was shown before: a first visitor would ask for nothing but a refusal.
(function () {
  try {
    if (location.pathname !== "/" || !localStorage.getItem("companion_home_shape")) return;
    var headers = { Accept: "application/json", "Accept-Language": document.documentElement.lang };
    var asked = fetch("/api/v1/customers/me/home", { headers: headers });
    window.companionHome = asked.then(function (answer) { return answer.ok ? answer.json() : null; });
    window.companionHome.catch(function () {});
  } catch {
    // Storage is off: the home comes by the socket alone.
  }
})();
