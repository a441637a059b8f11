/* Comforts only: every page works without this file. */
(function () {
  "use strict";
  var doc = document, body = doc.body;
  function all(sel, from) { return Array.prototype.slice.call((from || doc).querySelectorAll(sel)); }
  function say(text) { var live = doc.getElementById("live"); if (live) live.textContent = text; }
  function fill(text, values) { return text.replace(/\{(\w+)\}/g, function (m, n) { return n in values ? values[n] : m; }); }

  /* Clocks: hour rules are counted down in the server's own words; the state stays the server's. */
  var skew = 0, stamp = body.getAttribute("data-now");
  if (stamp) skew = new Date(stamp).getTime() - Date.now();
  function tick() {
    all("[data-clock][data-live]").forEach(function (c) {
      var word = c.querySelector(".clk-w"), left = Math.floor((new Date(c.getAttribute("data-due")) - Date.now() - skew) / 60000);
      if (!word || isNaN(left)) return;
      var key = left < 0 ? "data-past" : left >= 60 ? "data-hm" : "data-min", text = c.getAttribute(key);
      if (text) word.textContent = fill(text, { h: Math.floor(left / 60), m: left < 0 ? -left : left % 60 });
    });
  }
  if (doc.querySelector("[data-clock][data-live]")) { tick(); setInterval(tick, 60000); }

  /* One open note at a time; Escape closes and gives the focus back. */
  doc.addEventListener("toggle", function (e) {
    var d = e.target;
    if (!d.open || !d.matches || !d.matches("details.clk, details.more, details.navm")) return;
    all("details.clk[open], details.more[open], details.navm[open]").forEach(function (o) { if (o !== d && !o.contains(d) && !d.contains(o)) o.open = false; });
  }, true);
  doc.addEventListener("click", function (e) {
    all("details.clk[open], details.more[open]").forEach(function (o) { if (!o.contains(e.target)) o.open = false; });
  });

  /* Focus: the error summary first, after a swap the heading of what came. */
  function first(root) {
    var e = root.querySelector(".errsum");
    if (e) { e.focus(); return true; }
    return false;
  }
  first(doc);
  doc.addEventListener("htmx:afterSwap", function (e) {
    var t = e.detail && e.detail.target;
    if (!t || first(t) || t.contains(doc.activeElement)) return;
    var h = t.querySelector("h1,h2,h3");
    if (h) { h.tabIndex = -1; h.focus(); say(h.textContent); }
  });
  doc.addEventListener("htmx:beforeRequest", function (e) { if (e.detail && e.detail.target) e.detail.target.setAttribute("aria-busy", "true"); });
  doc.addEventListener("htmx:afterRequest", function (e) { if (e.detail && e.detail.target) e.detail.target.removeAttribute("aria-busy"); });

  /* Full hash to the clipboard. */
  doc.addEventListener("click", function (e) {
    var b = e.target.closest && e.target.closest("[data-copy]");
    if (!b || !navigator.clipboard) return;
    navigator.clipboard.writeText(b.getAttribute("data-copy")).then(function () { say(b.getAttribute("data-copied") || ""); });
  });

  /* Selected rows: colour, count, "select page". */
  function bulk(form) {
    var boxes = all("tbody .cb input", form), on = boxes.filter(function (b) { return b.checked; }).length;
    boxes.forEach(function (b) { var r = b.closest("tr"); if (r) r.classList.toggle("sel", b.checked); });
    var bar = form.querySelector(".bulk"), n = form.querySelector(".bulk-n");
    if (!bar) return;
    bar.hidden = on === 0;
    if (n) n.textContent = fill(n.getAttribute("data-tpl") || "{n}", { n: on });
  }
  all("form.bulkform").forEach(function (form) {
    bulk(form);
    form.addEventListener("change", function (e) {
      if (e.target.matches("thead .cb input")) all("tbody .cb input", form).forEach(function (b) { b.checked = e.target.checked; });
      bulk(form);
    });
  });

  /* A form is sent once. */
  doc.addEventListener("submit", function (e) {
    var f = e.target;
    if (e.defaultPrevented || f.method !== "post") return;
    if (f.dataset.sent) { e.preventDefault(); return; }
    f.dataset.sent = "1";
  });
  window.addEventListener("pageshow", function () { all("form[data-sent]").forEach(function (f) { delete f.dataset.sent; }); });

  /* Uploads: fetch reports no progress, so an own request does. */
  function upload(form) {
    form.addEventListener("submit", function (e) {
      var files = all("input[type=file]", form).reduce(function (n, i) { return n + i.files.length; }, 0);
      if (!files || !window.FormData || e.defaultPrevented) return;
      e.preventDefault();
      if (form.dataset.sent) return;
      form.dataset.sent = "1";
      var box = form.querySelector(".upl"), x = new XMLHttpRequest();
      if (!box) { box = doc.createElement("ul"); box.className = "upl"; form.appendChild(box); }
      var row = doc.createElement("li"), bar = doc.createElement("progress"), txt = doc.createElement("span"), stop = doc.createElement("button");
      bar.max = 100; bar.value = 0; bar.setAttribute("aria-label", form.getAttribute("data-uploading"));
      stop.type = "button"; stop.className = "btn"; stop.textContent = form.getAttribute("data-cancel");
      box.textContent = ""; row.append(bar, txt, stop); box.appendChild(row);
      var data = new FormData(form);
      if (e.submitter && e.submitter.name) data.append(e.submitter.name, e.submitter.value);
      function over(text) { delete form.dataset.sent; row.textContent = text; say(text); }
      stop.onclick = function () { x.abort(); };
      x.upload.onprogress = function (p) {
        if (!p.lengthComputable) return;
        var pc = Math.floor(p.loaded * 100 / p.total);
        bar.value = pc;
        txt.textContent = pc < 100 ? pc + " %" : form.getAttribute("data-hashing");
      };
      x.onerror = function () { over(form.getAttribute("data-broken")); };
      x.onabort = function () { over(form.getAttribute("data-cancelled")); };
      x.onload = function () {
        if (x.status < 400 && x.responseURL) { location.assign(x.responseURL); return; }
        var page = new DOMParser().parseFromString(x.responseText, "text/html"), main = page.querySelector("main"), here = doc.querySelector("main");
        if (!main || !here) { over(form.getAttribute("data-broken")); return; }
        doc.title = page.title;
        main = doc.adoptNode(main);
        keep(form, main);
        here.replaceWith(main);
        all("form[data-upload]", main).forEach(upload);
        if (!first(doc)) { var h = doc.querySelector("main h1"); if (h) { h.tabIndex = -1; h.focus(); } }
      };
      x.open("POST", form.action);
      x.setRequestHeader("Accept", "text/html");
      x.send(data);
    });
  }
  all("form[data-upload]").forEach(upload);

  /* The files of a refused form stay chosen: nobody chooses all of them again because of one. Where the box is marked, what
     can be seen to be wrong goes: a file without a byte, a name that is too long. */
  function keep(form, main) {
    all("input[type=file]", form).forEach(function (old) {
      var box = all("input[type=file]", main).find(function (i) { return i.name === old.name; });
      if (!box || !old.files.length || !window.DataTransfer) return;
      var marked = all("[data-error-for]", main).some(function (p) { return p.getAttribute("data-error-for") === old.name; }), kept = new DataTransfer();
      Array.from(old.files).forEach(function (f) {
        if (!marked || f.size && Array.from(f.name).length <= 255) kept.items.add(f);
      });
      box.files = kept.files;
    });
  }

  /* Keys: never while typing or composing, never a binding act, off where the reader said so. */
  if (body.getAttribute("data-keys") === "off") return;
  var waiting = false;
  function go(key) {
    var a = doc.querySelector('[data-key="' + key + '"]');
    if (!a) return false;
    if (a.matches("input,select,textarea")) a.focus(); else a.click();
    return true;
  }
  function rows() { return all("tr[data-ref]"); }
  function move(step) {
    var list = rows(), at = list.findIndex(function (r) { return r.contains(doc.activeElement); }), to = list[Math.max(0, Math.min(list.length - 1, at < 0 ? 0 : at + step))];
    var a = to && to.querySelector("a");
    if (a) { a.focus(); to.scrollIntoView({ block: "nearest" }); }
    return !!a;
  }
  doc.addEventListener("keydown", function (e) {
    if (e.key === "Escape") {
      var open = doc.activeElement && doc.activeElement.closest && doc.activeElement.closest("details.clk[open], details.more[open], details.navm[open]");
      if (open) { open.open = false; open.querySelector("summary").focus(); }
      return;
    }
    if (e.isComposing || e.keyCode === 229 || e.altKey) return;
    var t = e.target;
    if ((e.ctrlKey || e.metaKey) && e.code === "KeyK") { if (go("search")) e.preventDefault(); return; }
    if (e.ctrlKey || e.metaKey || (t.matches && t.matches("input:not([type=checkbox]):not([type=radio]), select, textarea, [contenteditable]"))) return;
    var done = false;
    if (waiting) { waiting = false; done = e.code === "KeyC" ? go("cases") : e.code === "KeyI" && go("inbox"); }
    else if (e.key === "?") done = go("help");
    else if (e.shiftKey) return;
    else switch (e.code) {
      case "Slash": done = go("search"); break;
      case "KeyG": waiting = true; setTimeout(function () { waiting = false; }, 1500); break;
      case "KeyC": done = go("new"); break;
      case "KeyJ": done = move(1); break;
      case "KeyK": done = move(-1); break;
      case "BracketLeft": done = go("previous"); break;
      case "BracketRight": done = go("next"); break;
      case "KeyX":
        var row = rows().find(function (r) { return r.contains(doc.activeElement); }), box = row && row.querySelector(".cb input");
        if (box) { box.click(); done = true; }
    }
    if (done) e.preventDefault();
  });
})();
