// ruleid: text-is-set-as-text
label.innerHTML = name;
// ruleid: text-is-set-as-text
label.innerHTML += name;
// ruleid: text-is-set-as-text
label.outerHTML = name;
// ruleid: text-is-set-as-text
label.insertAdjacentHTML("beforeend", name);
// ruleid: text-is-set-as-text
document.write(name);
// ok: text-is-set-as-text
label.textContent = name;
// ok: text-is-set-as-text
if (label.outerHTML === seen) stop();

// ruleid: only-the-panels-are-parsed
new DOMParser().parseFromString(name, "text/html");
// ok: only-the-panels-are-parsed
JSON.parse(name);

// ruleid: no-code-from-text
eval(name);
// ruleid: no-code-from-text
new Function(name)();
// ruleid: no-code-from-text
setTimeout("stop()", 10);
// ok: no-code-from-text
setTimeout(stop, 10);
// ok: no-code-from-text
L.Util.extend(L.Layer.prototype, function () {});

// ruleid: nothing-is-kept-in-the-browser
localStorage.setItem("day", day);
// ruleid: nothing-is-kept-in-the-browser
window.localStorage.getItem("day");
// ruleid: nothing-is-kept-in-the-browser
document.cookie = "day=" + day;
// ok: nothing-is-kept-in-the-browser
history.replaceState(null, "", address);
