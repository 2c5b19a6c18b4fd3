// A timed sitting shows what is left of its time, and asks the server once it is over.

const ASK_AGAIN_MS = 5000;

export function timeLeft(root) {
  for (const time of root.querySelectorAll?.("[data-until]") ?? []) {
    const end = Date.parse(time.dateTime);
    const left = () => Math.max(0, Math.round((end - Date.now()) / 1000));
    // By a clock that is fast the time is up before the server says so: ask again, but not at once.
    const pause = left() > 0 ? 0 : ASK_AGAIN_MS;
    const tick = () => {
      if (!time.isConnected) return;
      const seconds = left();
      time.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")} left`;
      if (seconds > 0) setTimeout(tick, 1000);
      else setTimeout(() => time.isConnected && location.reload(), pause);
    };
    tick();
  }
}
