/** Mediators that the reference engine registers (mediators-flow sheet, section 1). */
const names = new Set(
  `sequence in out filter switch conditionalRouter rules property propertyGroup variable header log payloadFactory enrich
  jsontransform makefault throwError validate xslt fastXSLT xquery rewrite script class datamapper smooks send call callout
  respond drop loopback call-template template clone iterate aggregate foreach scatter-gather store enqueue cache throttle
  sampler transaction dblookup dbreport builder comment bean ejb spring pojoCommand annotatedCommand NTLM
  entitlementService oauthService opa dataServiceCall eventPublisher`.split(/\s+/),
);

/** Whether the reference engine has a mediator of this name: then it is not a typing error of the author. */
export function isReferenceMediator(name: string): boolean {
  return names.has(name);
}

/** The names of the reference engine's mediators, in order. */
export function referenceMediators(): string[] {
  return [...names].sort();
}
