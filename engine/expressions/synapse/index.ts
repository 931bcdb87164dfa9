export { compileSynapse } from './compile.js';
export { SynapseExpression } from './synapse-expression.js';
