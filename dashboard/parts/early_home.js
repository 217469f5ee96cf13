// Runs in the head of the home: asks for the home while the page's script is still on its way.
// Only where a customer is signed in: a visitor would ask for nothing but a refusal.
(function () {
  try {
    if (location.pathname !== "/" || !/companion_\w+_home=1/.test(document.cookie)) return;
    var headers = { Accept: "application/json", "Accept-Language": document.documentElement.lang };
    var asked = fetch("/api/v1/customers/me/home", { headers: headers });
    window.companionHome = asked.then(function (answer) { return answer.ok ? answer.json() : null; });
    window.companionHome.catch(function () {});
  } catch {
    // Cookies are off: the home comes by the socket alone.
  }
})();
