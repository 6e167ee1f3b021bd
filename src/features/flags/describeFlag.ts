import type { Flag } from '../../payload-types.ts'
import { isPlatformFlag } from './platformFlags.ts'

/** What a flag does now, in a word for the list. */
export const flagStates = ['default', 'rules', 'waiting', 'ended', 'killed'] as const
export type FlagState = (typeof flagStates)[number]

export const stateLabels: Record<FlagState, string> = {
  default: 'Same for all',
  rules: 'By rules',
  waiting: 'Waits',
  ended: 'Ended',
  killed: 'Killed',
}

/** Who reads a flag. One that nobody reads can be deleted. */
export const flagUses = ['platform', 'apps', 'platform and apps', 'nobody'] as const
export type FlagUse = (typeof flagUses)[number]

export const useLabels: Record<FlagUse, string> = {
  platform: 'The platform',
  apps: 'Apps',
  'platform and apps': 'The platform and apps',
  nobody: 'Nobody',
}

type Stored = Partial<Pick<Flag, 'endsAt' | 'killed' | 'prerequisites' | 'rules' | 'startsAt'>>

/** What a flag does at a time. */
export function stateOf(flag: Stored, now: Date): FlagState {
  const { endsAt, killed, prerequisites, rules, startsAt } = flag
  if (killed) return 'killed'
  const isTargeted = (rules?.length ?? 0) > 0
  if (isTargeted && startsAt && new Date(startsAt) > now) return 'waiting'
  if (isTargeted && endsAt && new Date(endsAt) <= now) return 'ended'
  return isTargeted || (prerequisites?.length ?? 0) > 0 ? 'rules' : 'default'
}

/** Who reads a flag. */
export function useOf({ forApps, key }: Partial<Pick<Flag, 'forApps' | 'key'>>): FlagUse {
  const isOurs = key !== undefined && isPlatformFlag(key)
  if (isOurs) return forApps ? 'platform and apps' : 'platform'
  return forApps ? 'apps' : 'nobody'
}
