import { errorCodes, Report } from '../errors/index.js';
import type { Message } from '../message/index.js';
import type { Outcome } from '../run/index.js';
import type { EndpointDefinition, TemplateInstanceDefinition } from './definition.js';
import { type Endpoint, type SendOptions, tableOf } from './endpoint.js';
import { refuse } from './faults.js';
import type { EndpointTemplate } from './template.js';

/** `<endpoint template>`: made of its template when the first message comes, and again when the template is another one. */
export class TemplateInstance implements Endpoint {
  readonly kind = 'template';
  #template: EndpointTemplate | undefined;
  #endpoint: Endpoint | undefined;

  /** @param create makes the endpoint of a filled-in definition */
  constructor(
    readonly definition: TemplateInstanceDefinition,
    readonly create: (definition: EndpointDefinition) => Endpoint,
  ) {}

  get name(): string | undefined {
    return this.definition.name;
  }

  get state(): Endpoint['state'] {
    return this.#endpoint?.state;
  }

  get contentAware(): boolean {
    return this.#endpoint?.contentAware ?? false;
  }

  ready(message: Message): boolean {
    return this.#real(message)?.ready(message) ?? false;
  }

  async send(message: Message, options: SendOptions): Promise<Outcome> {
    const endpoint = this.#real(message);
    if (endpoint) return endpoint.send(message, options);
    const text = `Couldn't find the endpoint template with the name : ${this.definition.template} for the endpoint : ${this.name ?? 'AnonymousEndpoint'}`;
    throw refuse(message, errorCodes.endpointNotFound, text);
  }

  #real(message: Message): Endpoint | undefined {
    const template = tableOf(message).endpointTemplate?.(this.definition.template);
    if (template !== this.#template) {
      this.#template = template;
      this.#endpoint = template && this.#make(template, message);
    }
    return this.#endpoint;
  }

  #make(template: EndpointTemplate, message: Message): Endpoint | undefined {
    const report = new Report();
    const systemProperty = (name: string) => message.services.systemProperty(name);
    const definition = template.fillIn(this.definition.parameters, report, systemProperty);
    for (const { severity, message: text } of report.findings) {
      message.log(
        severity === 'error' ? 'error' : 'warn',
        `Endpoint template ${template.name} : ${text}`,
        template.place,
      );
    }
    return definition && this.create(definition);
  }
}
