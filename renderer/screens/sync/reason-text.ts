import { useTranslation } from 'react-i18next';
import type { RefusedChange } from '#shared/contract/views.ts';
import { refusalCodes } from '#shared/sync/refusal-codes.ts';
import { es } from '../../i18n/es/index.ts';

const isReason = (code: string): code is keyof typeof es.sync.reason => (refusalCodes as readonly string[]).includes(code);
const isMissing = (name: unknown): name is keyof typeof es.missing => typeof name === 'string' && Object.hasOwn(es.missing, name);

/** Why the endpoint refused a change, in words, with what a step still lacks. */
export const useReason = (): ((change: RefusedChange) => { readonly why: string; readonly missing: readonly string[] }) => {
  const { t } = useTranslation();
  return ({ code, details }) => {
    const missing = Array.isArray(details['missing']) ? details['missing'].filter(isMissing) : [];
    return { why: isReason(code) ? t(`sync.reason.${code}`) : code, missing: missing.map((name) => t(`missing.${name}`)) };
  };
};

const isField = (name: string): name is keyof typeof es.sync.field => Object.hasOwn(es.sync.field, name);
const isState = (value: unknown): value is keyof typeof es.labels.state => typeof value === 'string' && Object.hasOwn(es.labels.state, value);
/** Characters: enough to see what the change met. */
const longest = 200;

/** What stands at the endpoint in the fields that the refused change wanted to set, where it told. */
export const useStanding = (): ((change: RefusedChange) => readonly (readonly [name: string, value: string])[]) => {
  const { t } = useTranslation();
  return ({ details }) => {
    const stands = details['stands'];
    if (typeof stands !== 'object' || stands === null) return [];
    return Object.entries(stands).flatMap(([field, value]): readonly (readonly [string, string])[] => {
      if (field === 'state' && isState(value)) return [[t('sync.register.progress'), t(`labels.state.${value}`)]];
      if (!isField(field) || typeof value !== 'string' || value === '' || field === 'start' || field === 'end') return [];
      return [[t(`sync.field.${field}`), value.length > longest ? `${value.slice(0, longest)}…` : value]];
    });
  };
};
