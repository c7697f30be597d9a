/** What no schema can say: how a connection goes. */
export const PROTOCOL_INTRODUCTION = `\
Connect to \`ws://HOST:8282/\` or \`/ws\`. The subprotocol \`routa.v1\` may be offered. Every text
frame holds one JSON object, \`type\` first; unknown fields are ignored. Ids are numbers or
strings, whichever you use; times are Unix milliseconds.

**Opening.** The first message is \`auth\`, within 10 s. The token stands in it, or in
\`Authorization: Bearer\`, or in a subprotocol \`bearer.TOKEN\` beside \`routa.v1\`; never in the
URL. The answer is \`authenticated\`, then for drivers and riders \`snapshot\` unless the session
was resumed. Whoever can open the operator's own socket needs no token.

**Answers.** A message may carry \`id\`: exactly one \`ack\` or \`error\` answers it. An \`ack\`
means that the change is stored. There is no order between an \`ack\` and the events that the
command caused. Send a command whose answer was lost again, with the same \`id\` and on the same
\`device\`: it is done once. After an error that is \`temporary\` it is tried anew.

**Durable messages** (\`driver_assigned\`, \`status_update\` to the rider and the driver
concerned, \`notification\`) are numbered per user by \`seq\`, without gaps, and are sent again
until they are acknowledged. A client that sets \`acks: true\` sends \`ack\`; for any other the
Pong frame of its WebSocket acknowledges what was written before the Ping. To resume, send
\`resume\` with the \`epoch\` and the last \`seq\` that you have processed: it begins as \`from\`
and then follows each \`seq\`; \`authenticated.seq\` is only the newest. Where that is not
possible, \`resumed\` is false, \`snapshot\` comes, and then the offline queue, marked
\`replayed\`.

**Everything else is live only.** Rooms begin with their state, bookings carry \`version\`, of
positions only the latest counts.

**Life.** The server pings every 25 s; any frame proves you alive. Before it closes it sends
\`disconnect\`.`;
