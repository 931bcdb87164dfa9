import { ChildNode, setNodeType } from './linked-node.js';

/** A run of text; CDATA sections are part of it. */
export class XmlText extends ChildNode {
  declare readonly nodeType: 3;
  declare data: string;

  constructor(data: string) {
    super();
    this.data = data;
  }

  get nodeName(): string {
    return '#text';
  }

  get nodeValue(): string {
    return this.data;
  }

  get textContent(): string {
    return this.data;
  }

  get firstChild(): null {
    return null;
  }

  clone(): XmlText {
    return new XmlText(this.data);
  }
}

/** A comment. */
export class XmlComment extends ChildNode {
  declare readonly nodeType: 8;
  declare data: string;

  constructor(data: string) {
    super();
    this.data = data;
  }

  get nodeName(): string {
    return '#comment';
  }

  get nodeValue(): string {
    return this.data;
  }

  get textContent(): string {
    return this.data;
  }

  get firstChild(): null {
    return null;
  }

  clone(): XmlComment {
    return new XmlComment(this.data);
  }
}

/** A processing instruction. */
export class XmlInstruction extends ChildNode {
  declare readonly nodeType: 7;
  declare target: string;
  declare data: string;

  constructor(target: string, data: string) {
    super();
    this.target = target;
    this.data = data;
  }

  get nodeName(): string {
    return this.target;
  }

  get nodeValue(): string {
    return this.data;
  }

  get textContent(): string {
    return this.data;
  }

  get firstChild(): null {
    return null;
  }

  clone(): XmlInstruction {
    return new XmlInstruction(this.target, this.data);
  }
}

setNodeType(XmlText, 3);
setNodeType(XmlComment, 8);
setNodeType(XmlInstruction, 7);
