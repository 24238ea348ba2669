// What one tab of this browser tells the others: that the tablet is being locked or given to a child. Nothing else is said.

const others = new BroadcastChannel("daybook");

export function closeOthers() {
  others.postMessage("close");
}

/** @param {() => void} run whenever another tab says so */
export function whenToldToClose(run) {
  others.addEventListener("message", run);
}
