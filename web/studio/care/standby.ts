// While the inbox is open its agent stands by: visitors see in the chat that somebody is there.
export function standBy(): () => void {
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = false;
  const connect = () => {
    socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/v1/messages/socket`);
    socket.onclose = () => {
      if (!over) timer = setTimeout(connect, 10_000);
    };
  };
  connect();
  return () => {
    over = true;
    clearTimeout(timer);
    socket?.close();
  };
}
