// No ampersand and no less-than sign here: the page is XML too, and HTML does not unescape scripts.
(function () {
  "use strict";
  var work = document.querySelector(".work");
  var columns = Number(work.getAttribute("data-columns"));
  var times = work.getAttribute("data-times").split("|");
  var when = document.getElementById("when");
  var how = document.querySelector(".how");
  var crosses = work.querySelectorAll(".cross");
  var keys = work.querySelectorAll("[data-v]");
  var place = -1;
  work.classList.add("live");

  // value*count|value|...
  function unpacked(element) {
    if (!element.unpacked) {
      element.unpacked = [];
      element.getAttribute("data-v").split("|").forEach(function (part) {
        var star = part.lastIndexOf("*");
        var value = star > 0 ? part.slice(0, star) : part;
        for (var left = star > 0 ? Number(part.slice(star + 1)) : 1; left > 0; left--) {
          element.unpacked.push(value);
        }
      });
    }
    return element.unpacked;
  }

  function show(share, exactTime) {
    place = Math.max(0, Math.min(1, share));
    var column = Math.min(times.length - 1, Math.floor(place * columns));
    work.classList.add("probed");
    work.classList.toggle("marked", Boolean(exactTime));
    when.textContent = exactTime || times[column];
    crosses.forEach(function (cross) {
      cross.style.left = place * 100 + "%";
    });
    keys.forEach(function (key) {
      if (!key.getClientRects().length) {
        return;
      }
      var value = unpacked(key)[column];
      if (key.classList.contains("why")) {
        Array.prototype.forEach.call(key.children, function (child, i) {
          child.classList.toggle("now", i === Number(value));
        });
      } else {
        key.querySelector("b").textContent = value;
      }
    });
  }

  function hide() {
    place = -1;
    work.classList.remove("probed", "marked");
    when.textContent = "";
    work.querySelectorAll(".key b").forEach(function (value) {
      value.textContent = "";
    });
    work.querySelectorAll(".now").forEach(function (reason) {
      reason.classList.remove("now");
    });
  }

  function point(event) {
    var box = event.currentTarget.getBoundingClientRect();
    show((event.clientX - box.left) / box.width);
  }

  work.querySelectorAll(".plot").forEach(function (plot) {
    plot.addEventListener("pointermove", point);
    plot.addEventListener("pointerdown", point);
    plot.addEventListener("pointerleave", function (event) {
      if (event.pointerType === "mouse") {
        hide();
      }
    });
  });

  work.querySelector(".charts").addEventListener("keydown", function (event) {
    var step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -20, PageDown: 20 }[event.key];
    if (step) {
      event.preventDefault();
      var from = 0 > place ? (step > 0 ? -step : times.length) : Math.floor(place * columns + 1e-6);
      show(Math.max(0, Math.min(times.length - 1, from + step)) / columns);
    } else if (event.key === "Escape") {
      hide();
    }
  });

  function explain(row) {
    show(row.getAttribute("data-x") / 1000, row.querySelector("time").textContent);
    how.textContent = row.querySelector("time").textContent + "\n" + row.querySelector("pre").textContent;
    how.hidden = false;
  }

  work.querySelectorAll(".changes").forEach(function (list) {
    function of(event) {
      var row = event.target.closest("details");
      if (row) {
        explain(row);
      }
    }
    list.addEventListener("mouseover", of);
    list.addEventListener("focusin", of);
    list.addEventListener("click", of);
  });

  work.querySelectorAll("input[name=policy]").forEach(function (choice) {
    choice.addEventListener("change", function () {
      hide();
      how.hidden = true;
    });
  });

  var theme = document.getElementById("theme");
  var root = document.documentElement;
  function isDark() {
    var chosen = root.getAttribute("data-theme");
    return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }
  function name() {
    theme.textContent = isDark() ? "Light colours" : "Dark colours";
  }
  theme.hidden = false;
  theme.addEventListener("click", function () {
    root.setAttribute("data-theme", isDark() ? "light" : "dark");
    name();
  });
  name();
})();
