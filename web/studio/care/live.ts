// What the server tells of conversations while the inbox is open. The stream may miss something: lists are asked again now and then, too.
export function onCare(run: (conversation: string) => void): () => void {
  const source = new EventSource('/v1/stream');
  source.addEventListener('care', (event) => {
    try {
      const told = JSON.parse((event as MessageEvent<string>).data) as { conversation_id?: string };
      if (told.conversation_id) run(told.conversation_id);
    } catch {
      // Not ours.
    }
  });
  return () => source.close();
}
