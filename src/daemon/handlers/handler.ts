import type { ClientMessageOf, ClientMessageType } from '../../protocol/index.ts';
import type { Parts } from '../gateway/parts.ts';
import type { Session } from '../gateway/session.ts';

/**
 * What happens on one client message. A handler asks and answers; it never decides. It is called
 * after the message was validated, its rate counted and its role checked.
 */
export type Handler<Type extends ClientMessageType> = (
  parts: Parts,
  session: Session,
  message: ClientMessageOf<Type>,
) => void | Promise<void>;
