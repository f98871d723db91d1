// A TCP proxy that cuts every connection and refuses new ones on demand.
import { connect, createServer } from "node:net";

export async function startProxy(target) {
  const { port } = new URL(target);
  const open = new Set();
  let down = false;
  const server = createServer((near) => {
    if (down) return near.destroy();
    const far = connect(Number(port), "127.0.0.1");
    for (const [socket, other] of [[near, far], [far, near]]) {
      open.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        open.delete(socket);
        other.destroy();
      });
      socket.on("data", (chunk) => other.write(chunk));
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const cut = () => open.forEach((socket) => socket.destroy());
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    down() {
      down = true;
      cut();
    },
    up() {
      down = false;
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      cut();
      await closed;
    },
  };
}
