import { Aws } from 'aws-cdk-lib';
import {
  FlowLogDestination,
  GatewayVpcEndpointAwsService,
  type InterfaceVpcEndpoint,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  type IVpc,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Keys } from './keys.ts';
import { logGroup } from './log-group.ts';

/** Addresses of the corporate network (RFC 1918): clinics and EHRs come from there, over VPN or a leased line. */
const CORPORATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'] as const;

/** A VPC that has no way to the internet: functions see AWS through endpoints and the clinics through their own lines. */
export class Network extends Construct {
  readonly vpc: IVpc;
  readonly functions: SecurityGroup;
  /** The only door to the private REST API. */
  readonly apiDoor: InterfaceVpcEndpoint;

  constructor(scope: Construct, id: string, { keys, cidr }: { keys: Keys; cidr: string }) {
    super(scope, id);
    // `as`: the class has `undefined` where its interface has an optional property (exactOptionalPropertyTypes).
    this.vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr(cidr),
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: [{ name: 'isolated', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 23 }],
      // Closing it takes a custom resource with a Lambda of its own; nothing here uses the default group instead.
      restrictDefaultSecurityGroup: false,
    }) as IVpc;
    this.vpc.addFlowLog('Flow', { destination: FlowLogDestination.toCloudWatchLogs(logGroup(this, 'FlowLog', keys)) });
    this.functions = new SecurityGroup(this, 'Functions', {
      vpc: this.vpc,
      description: 'Functions of Oka: TLS out, nothing in',
      allowAllOutbound: false,
    });
    this.functions.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'TLS to endpoints and issuers inside the network');

    this.gateway('S3', GatewayVpcEndpointAwsService.S3, 's3:*');
    this.gateway('DynamoDb', GatewayVpcEndpointAwsService.DYNAMODB, 'dynamodb:*');
    this.apiDoor = this.door('ExecuteApi', InterfaceVpcEndpointAwsService.APIGATEWAY, true);
    this.door('Sqs', InterfaceVpcEndpointAwsService.SQS, true).addToPolicy(onlyOurs('sqs:*'));
    this.door('Kms', InterfaceVpcEndpointAwsService.KMS, false);
    this.door('Logs', InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS, false);
    this.door('Monitoring', InterfaceVpcEndpointAwsService.CLOUDWATCH_MONITORING, false);
  }

  /** A gateway endpoint through which only stores of this account can be reached: no copying to someone else's bucket. */
  private gateway(id: string, service: GatewayVpcEndpointAwsService, actions: string): void {
    this.vpc.addGatewayEndpoint(id, { service }).addToPolicy(onlyOurs(actions));
  }

  /** An interface endpoint; `corporate` opens it to clinics and EHRs as well as to the functions. */
  private door(id: string, service: InterfaceVpcEndpointAwsService, corporate: boolean): InterfaceVpcEndpoint {
    const group = new SecurityGroup(this, `${id}Door`, {
      vpc: this.vpc,
      description: `Door to ${service.shortName}`,
      allowAllOutbound: false,
    });
    group.addIngressRule(this.functions, Port.tcp(443), 'functions');
    if (corporate)
      for (const range of CORPORATE) group.addIngressRule(Peer.ipv4(range), Port.tcp(443), 'corporate network');
    return this.vpc.addInterfaceEndpoint(id, { service, securityGroups: [group], open: false });
  }
}

/** Policy of an endpoint: whoever calls, only things of this account can be reached. */
const onlyOurs = (actions: string): PolicyStatement =>
  new PolicyStatement({
    principals: [new AnyPrincipal()],
    actions: [actions],
    resources: ['*'],
    conditions: { StringEquals: { 'aws:ResourceAccount': Aws.ACCOUNT_ID } },
  });
