import { readEnv } from '../../../runtime/env/env.ts'
import { urlPolicyOf } from '../urlPolicy.ts'
import { createAgents } from './agents.ts'
import { type Sender, timeoutMs } from './send.ts'

export type { Sender }

/** The sender of this process, as the environment allows. */
export function createSender(): Sender {
  const policy = urlPolicyOf(readEnv())
  return { agents: createAgents(policy), policy, timeoutMs }
}
