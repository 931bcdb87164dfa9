import { ChildNode, setNodeType } from './linked-node.js';

/** What has text and no children. */
abstract class LeafNode extends ChildNode {
  declare data: string;

  constructor(data: string) {
    super();
    this.data = data;
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
}

/** A run of text; CDATA sections are part of it. */
export class XmlText extends LeafNode {
  declare readonly nodeType: 3;

  get nodeName(): string {
    return '#text';
  }

  clone(): XmlText {
    return new XmlText(this.data);
  }
}

/** A comment. */
export class XmlComment extends LeafNode {
  declare readonly nodeType: 8;

  get nodeName(): string {
    return '#comment';
  }

  clone(): XmlComment {
    return new XmlComment(this.data);
  }
}

/** A processing instruction. */
export class XmlInstruction extends LeafNode {
  declare readonly nodeType: 7;
  declare target: string;

  constructor(target: string, data: string) {
    super(data);
    this.target = target;
  }

  get nodeName(): string {
    return this.target;
  }

  clone(): XmlInstruction {
    return new XmlInstruction(this.target, this.data);
  }
}

setNodeType(XmlText, 3);
setNodeType(XmlComment, 8);
setNodeType(XmlInstruction, 7);
