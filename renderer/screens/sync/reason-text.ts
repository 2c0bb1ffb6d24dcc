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
