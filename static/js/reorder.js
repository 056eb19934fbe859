// Puts the items of a list in order: by its buttons without leaving the page, or by dragging. Without this file the
// buttons send the form; the keyboard always uses the buttons.

for (const form of document.querySelectorAll("[data-reorder]")) {
  const list = form.querySelector("ol");
  const state = form.querySelector("[data-reorder-state]");
  const codes = () => [...list.children].map((item) => item.dataset.code);
  const find = (code) => [...list.children].find((item) => item.dataset.code === code);
  let busy = false;
  let saving = Promise.resolve();

  function say(words, isProblem = false) {
    state.classList.toggle("qa-order__state--problem", isProblem);
    state.textContent = words;
  }

  function arrange(order) {
    for (const code of order) list.append(find(code));
    [...list.children].forEach((item, place, all) => {
      const [up, down] = item.querySelectorAll("[name=move]");
      up.disabled = place === 0;
      down.disabled = place === all.length - 1;
    });
  }

  // The order as it was comes back when it cannot be saved: the page never shows what is not there.
  async function save(before, moved) {
    const body = new FormData(form);
    body.set("order", codes().join(" "));
    body.set("moved", moved);
    busy = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!answer.headers.get("Content-Type")?.startsWith("application/json")) throw new Error("not an answer");
      const found = await answer.json();
      if (!answer.ok) {
        arrange(before);
        return say(found.problem, true);
      }
      for (const input of document.querySelectorAll("input[name=saves]")) input.value = found.saves;
      say(found.words);
    } catch {
      arrange(before);
      say("The new order could not be saved. Check your connection, reload the page and try again.", true);
    } finally {
      busy = false;
    }
  }

  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (button?.name !== "move") {
      // Another button of the form waits until the order is saved: it knows the order as it is then.
      if (busy) {
        event.preventDefault();
        saving.then(() => form.requestSubmit(button));
      }
      return;
    }
    event.preventDefault();
    if (busy) return;
    const [code, way] = button.value.split(" ");
    const before = codes();
    const order = [...before];
    const place = order.indexOf(code);
    order.splice(place + (way === "up" ? -1 : 1), 0, ...order.splice(place, 1));
    arrange(order);
    // The focus stays on what moves; at the end of the list, on its other button.
    (button.disabled ? find(code).querySelector("[name=move]:not([disabled])") : button)?.focus();
    saving = save(before, code);
    await saving;
  });

  for (const item of list.children) {
    const handle = document.createElement("span");
    handle.className = "qa-order__handle";
    handle.setAttribute("aria-hidden", "true");
    handle.title = "Drag to another place";
    item.prepend(handle);
    handle.addEventListener("pointerdown", (event) => {
      if (busy || event.button !== 0) return;
      event.preventDefault();
      drag(item, event);
    });
  }

  function drag(item, start) {
    const before = codes();
    const grip = start.clientY - item.getBoundingClientRect().top;
    item.classList.add("qa-order__item--dragged");

    function follow(event) {
      if (event.pointerId !== start.pointerId) return;
      item.style.transform = "";
      for (const other of [...list.children]) {
        if (other === item) continue;
        const box = other.getBoundingClientRect();
        const own = item.getBoundingClientRect();
        const middle = box.top + box.height / 2;
        if (own.top > box.top && event.clientY < middle) other.before(item);
        else if (own.top < box.top && event.clientY > middle) other.after(item);
      }
      item.style.transform = `translateY(${event.clientY - grip - item.getBoundingClientRect().top}px)`;
    }

    function end(event) {
      if (event.pointerId !== start.pointerId) return;
      document.removeEventListener("pointermove", follow);
      document.removeEventListener("pointerup", end);
      document.removeEventListener("pointercancel", end);
      item.style.transform = "";
      item.classList.remove("qa-order__item--dragged");
      if (event.type === "pointercancel") return arrange(before);
      const after = codes();
      if (after.join() === before.join()) return;
      arrange(after);
      saving = save(before, item.dataset.code);
    }

    // On the document: an item that changes its place in the page loses a captured pointer.
    document.addEventListener("pointermove", follow);
    document.addEventListener("pointerup", end);
    document.addEventListener("pointercancel", end);
  }
}
