/** Aborts on the first SIGINT or SIGTERM; a second one ends the process at once. */
export const stopSignal = (): AbortSignal => {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.kill(process.pid, 'SIGKILL');
      controller.abort();
    });
  }
  return controller.signal;
};
