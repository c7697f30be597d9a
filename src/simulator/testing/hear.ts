import type { Received, ScriptedPeer } from '../../client/testing/scripted-daemon.ts';

/** The next command of this type; positions and acknowledgements in between are passed over. */
export async function hear(peer: ScriptedPeer, type: string): Promise<Received> {
  for (;;) {
    const message = await peer.received();
    if (message.type === type) return message;
  }
}
