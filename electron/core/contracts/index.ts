import type { CoreMethod } from '#shared/contract/core.ts';
import type { Part } from '../part.ts';
import type { Spine } from '../spine.ts';
import { acceptPlan, addObligation, adjustLot, buyLot, createContract, editContract, saveCalendar, savePolicy, saveTerms } from './commands.ts';
import { calendarView, contractDetail } from './queries.ts';

type ContractMethod = Extract<CoreMethod, `contract.${string}` | `policy.${string}` | `calendar.${string}` | `terms.${string}` | `lot.${string}` | `plan.${string}` | `regulatory.${string}`>;

/** What is agreed with clients: contracts with their policies and calendars, hours, plans. */
export const createContracts = (spine: Spine): Part<ContractMethod> => ({
  'contract.get': ({ id }) => contractDetail(spine, id),
  'contract.create': (input) => createContract(spine, input),
  'contract.edit': (input) => editContract(spine, input),
  'policy.save': (input) => savePolicy(spine, input),
  'calendar.get': ({ id }) => calendarView(spine, id),
  'calendar.save': (input) => saveCalendar(spine, input),
  'terms.save': (input) => saveTerms(spine, input),
  'lot.add': (input) => buyLot(spine, input),
  'lot.adjust': (input) => adjustLot(spine, input),
  'regulatory.add': (input) => addObligation(spine, input),
  'plan.accept': (input) => acceptPlan(spine, input),
});
