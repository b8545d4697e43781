// Joins topics and prints what it hears, with the client library of the Phoenix project itself.
const { Socket } = require("phoenix");
const WebSocket = require("ws");

const [url, key, agent, chat] = process.argv.slice(2);
const socket = new Socket(url, {
  transport: WebSocket,
  params: { api_key: key },
  heartbeatIntervalMs: 200,
  logger: (kind, message) => {
    if (kind === "receive" && message.includes("phoenix phx_reply")) {
      heartbeats += 1;
    }
  },
});
let heartbeats = 0;
socket.connect();

function join(topic) {
  return new Promise((resolve) => {
    const channel = socket.channel(topic, {});
    channel
      .join()
      .receive("ok", () => resolve([channel, "ok"]))
      .receive("error", (why) => resolve([channel, "error " + why.reason]));
  });
}

async function main() {
  const [, control] = await join("agent_control:" + agent);
  console.log("control", control);
  const [, contacts] = await join("agent_contacts:" + agent);
  console.log("contacts", contacts);
  const [room, joined] = await join("chat_room:" + chat);
  console.log("room", joined);
  room.on("message_created", (message) => {
    console.log("heard", message.content.split(" ").pop());
    room.leave().receive("ok", () => {
      console.log("left");
      const waiting = setInterval(() => {
        if (heartbeats > 0) {
          clearInterval(waiting);
          console.log("heartbeat answered");
          socket.disconnect(() => process.exit(0));
        }
      }, 50);
    });
  });
  console.log("ready");
}

main();
