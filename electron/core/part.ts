import type { CoreContract, CoreMethod } from '#shared/contract/core.ts';
import type { Handlers } from '#shared/contract/method.ts';

/** The handlers that a part of the engine serves. */
export type Part<K extends CoreMethod> = Pick<Handlers<CoreContract>, K>;
