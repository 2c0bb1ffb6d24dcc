import { z } from 'zod';
import { AppError } from '#shared/errors.ts';
import { clientLink, linkResponse, linksResponse } from '#shared/sync/client-links.ts';
import { formAddress, formResponse, formsResponse } from '#shared/sync/intake-forms.ts';
import { invitationLink } from '#shared/sync/invitation-link.ts';
import { devicesResponse, inviteResponse, resetResponse, teamResponse } from '#shared/sync/people.ts';
import { getMeta } from '../db/meta.ts';
import type { Part } from '../part.ts';
import type { Spine } from '../spine.ts';
import { isCode, type Ask, type Http } from './http.ts';

type PeopleMethod = 'session.changePassword' | 'session.devices' | 'session.revokeDevice' | 'team.get' | 'team.change' | 'team.resetPassword' | 'team.invite' | 'team.revokeInvitation' | 'link.make' | 'link.list' | 'link.revoke' | 'form.make' | 'form.list' | 'form.revoke';

const nothing = z.object({});

/** What only the endpoint knows and decides of people and their devices: nothing of it is copied to the desk, and it needs a connection. */
export const createPeople = (spine: Spine, http: Http): Part<PeopleMethod> => {
  const ask = async <S extends z.ZodType>(request: Ask, shape: S): Promise<z.output<S>> => {
    try {
      return await http.json(request, shape);
    } catch (error) {
      if (isCode(error, 'endpoint_refused')) {
        const { code, details } = error.details as { readonly code?: string; readonly details?: Readonly<Record<string, unknown>> };
        if (code === 'not_allowed' || code === 'not_found' || code === 'invalid_input') throw new AppError(code, details ?? {}, { cause: error });
      }
      throw error;
    }
  };
  const post = <S extends z.ZodType>(path: string, body: unknown, shape: S): Promise<z.output<S>> => ask({ method: 'POST', path, body }, shape);
  const tell = async (path: string, body: unknown): Promise<Record<string, never>> => {
    await post(path, body, nothing);
    spine.announce(['people']);
    return {};
  };
  return {
    'session.changePassword': (passwords) => tell('/v1/password', passwords),
    'session.devices': async () => (await ask({ method: 'GET', path: '/v1/devices' }, devicesResponse)).devices,
    'session.revokeDevice': ({ device }) => tell(`/v1/devices/${device}/revoke`, {}),
    'team.get': () => ask({ method: 'GET', path: '/v1/team' }, teamResponse),
    'team.change': ({ person, change }) => tell(`/v1/team/people/${person}`, change),
    'team.resetPassword': async ({ person }) => {
      const answer = await post(`/v1/team/people/${person}/password`, {}, resetResponse);
      spine.announce(['people']);
      return answer;
    },
    'team.invite': async (wanted) => {
      const { code, expiresAt } = await post('/v1/team/invitations', wanted, inviteResponse);
      spine.announce(['people']);
      // The endpoint does not know by which name it is reached from outside; this desk's is one that works.
      return { link: invitationLink(getMeta(spine.db, 'endpoint') ?? '', code), expiresAt };
    },
    'link.make': async (wanted) => {
      const { id, secret, expiresAt } = await post('/v1/links', wanted, linkResponse);
      spine.announce(['people']);
      return { id, link: clientLink(getMeta(spine.db, 'endpoint') ?? '', secret), expiresAt };
    },
    'link.list': async ({ ticket }) => (await ask({ method: 'GET', path: `/v1/links?ticket=${ticket}` }, linksResponse)).links,
    'link.revoke': ({ link }) => tell(`/v1/links/${link}/revoke`, {}),
    'form.make': async (wanted) => {
      const { id, secret } = await post('/v1/forms', wanted, formResponse);
      spine.announce(['people']);
      return { id, link: formAddress(getMeta(spine.db, 'endpoint') ?? '', secret) };
    },
    'form.list': async ({ client }) => (await ask({ method: 'GET', path: `/v1/forms?client=${client}` }, formsResponse)).forms,
    'form.revoke': ({ form }) => tell(`/v1/forms/${form}/revoke`, {}),
    'team.revokeInvitation': ({ invitation }) => tell(`/v1/team/invitations/${invitation}/revoke`, {}),
  };
};
