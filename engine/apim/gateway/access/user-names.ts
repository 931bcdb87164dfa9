import { superTenant, type UserName } from '../../users.js';

/** `john`, `SECONDARY/john@abc.com`: with its tenant unless that is `carbon.super`, with its store unless that is `PRIMARY`. */
export function shortName(user: UserName): string {
  return user.tenant === superTenant ? inStore(user) : qualifiedName(user);
}

/** `john@carbon.super`, `SECONDARY/john@abc.com`: with its tenant in any case. */
export function qualifiedName(user: UserName): string {
  return `${inStore(user)}@${user.tenant}`;
}

function inStore({ store, name }: UserName): string {
  return store === 'PRIMARY' ? name : `${store}/${name}`;
}
