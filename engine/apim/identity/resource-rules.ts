import type { TomlTable } from 'smol-toml';
import { Report } from '../../errors/index.js';
import { compileJavaRegex, type JavaRegex } from '../../expressions/index.js';
import { TomlSettings } from '../toml-settings.js';

/** Who may use the resources that a pattern covers. */
export interface ResourceRule {
  /** It must match the whole path, in any case of letters. */
  readonly context: JavaRegex;
  /** In upper case; undefined = all. */
  readonly methods: ReadonlySet<string> | undefined;
  /** false: everybody passes. */
  readonly secured: boolean;
  readonly permissions: readonly string[];
  readonly scopes: readonly string[];
  /** Names of authentication handlers; undefined = all that need not be named. */
  readonly handlers: ReadonlySet<string> | undefined;
  /** Callers of other tenants than the path's may pass. */
  readonly crossTenant: boolean;
  /** Tenants for which `crossTenant` holds; undefined = all. */
  readonly allowedTenants: ReadonlySet<string> | undefined;
}

/** What the product brings, behind the rules of the file. */
const productRules: readonly TomlTable[] = [
  { context: '(.*)', http_method: 'OPTIONS', secure: false },
  { context: '(/t/[^/]+)?/oauth2/(token|authorize|revoke|userinfo|jwks)(/.*)?', secure: false },
  {
    context: '(/t/[^/]+)?/oauth2/introspect(/.*)?',
    secure: true,
    permissions: ['/permission/admin/manage/identity/applicationmgt/view'],
    scopes: ['internal_application_mgt_view'],
  },
  { context: '/', http_method: 'GET', secure: false },
];

/** The rules of a server: those of `deployment.toml` in their order, then the product's own (gateway sheet C.2). */
export class ResourceRules {
  readonly #rules: readonly ResourceRule[];
  readonly #openByDefault: boolean;

  /** @throws Error for a rule without context, a pattern that cannot be run, or a value of a wrong kind */
  constructor(settings: TomlSettings) {
    const own = settings.section('resource').sections('access_control');
    this.#rules = [...own, ...productRules.map((rule) => new TomlSettings(rule))].map(readRule);
    this.#openByDefault = settings.section('resource_access_control').flag('default_access_allow') ?? false;
  }

  /**
   * The first rule for a path and method.
   * @returns `open` or `denied`: there is none, and the default says so
   * @throws Fault when a pattern takes too long
   */
  find(path: string, method: string): ResourceRule | 'open' | 'denied' {
    const found = this.#rules.find((rule) => (rule.methods?.has(method) ?? true) && rule.context.matches(path));
    return found ?? (this.#openByDefault ? 'open' : 'denied');
  }
}

function readRule(settings: TomlSettings): ResourceRule {
  const handlers = settings.texts('allowed_auth_handlers');
  const tenants = settings.texts('cross_access_allowed_tenants');
  return {
    context: contextOf(settings),
    methods: methodsOf(settings),
    secured: settings.flag('secure') ?? settings.flag('secured') ?? true,
    permissions: settings.texts('permissions'),
    scopes: [...settings.texts('scopes'), ...settings.texts('scope')],
    handlers: handlers.length === 0 || handlers.includes('all') ? undefined : new Set(handlers),
    crossTenant: settings.flag('cross_tenant') ?? false,
    allowedTenants: tenants.length === 0 ? undefined : new Set(tenants),
  };
}

function contextOf(settings: TomlSettings): JavaRegex {
  const pattern = settings.text('context');
  if (pattern === undefined) throw settings.unusable('context', 'is missing: a rule must say what it is for');
  const report = new Report();
  const place = (offset: number) => ({ file: 'deployment.toml', line: 1, column: offset + 1 });
  const regex = compileJavaRegex(pattern, { place, report }, 'i');
  if (!regex)
    throw settings.unusable(
      'context',
      `cannot be used: '${pattern}'. ${report.findings[0]?.message.replace(/\.$/, '')}`,
    );
  return regex;
}

/** The product looks whether the text contains the method, so any separator will do. */
function methodsOf(settings: TomlSettings): ReadonlySet<string> | undefined {
  const methods = settings.texts('http_method').flatMap((text) => text.toUpperCase().split(/[^A-Z-]+/));
  return methods.length === 0 || methods.includes('ALL') ? undefined : new Set(methods);
}
