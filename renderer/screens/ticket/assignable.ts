import type { TeamMember } from '#shared/contract/views.ts';

/** Who can be given a ticket: whose account is open, and who has it now. */
export const assignable = (team: readonly TeamMember[], now: string | null): readonly TeamMember[] => team.filter((person) => !person.closed || person.id === now);
