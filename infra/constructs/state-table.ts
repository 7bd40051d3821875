// A key → the table that keeps what must outlive a scan (docs/design/state.md).

import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

/** The global index of what waits for its time. */
const DUE_INDEX = 'due';

/**
 * The state table: keys `pk` and `sk`, TTL attribute `ttl`, index `due` of keys alone. Billed by the request, since a
 * flood of logs is what it is for; restorable to any second of 35 days; retained with the stack's end, as without it every
 * finding would be new again. Encrypted by the key, which DynamoDB asks for once in a while, not at each request.
 */
export class StateTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, encryptionKey: IKey) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey,
      timeToLiveAttribute: 'ttl',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.table.addGlobalSecondaryIndex({
      indexName: DUE_INDEX,
      partitionKey: { name: 'due', type: AttributeType.STRING },
      sortKey: { name: 'dueAt', type: AttributeType.NUMBER },
      projectionType: ProjectionType.KEYS_ONLY,
    });
  }

  /** ARN of the index of what is due. */
  get dueIndexArn(): string {
    return `${this.table.tableArn}/index/${DUE_INDEX}`;
  }
}
