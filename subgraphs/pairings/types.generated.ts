// Generated from schema/pairings.graphql by npm run generate; not to be edited.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Feed } from '../shared/change-feed';
import type { CountyReference, PairingCountyRow, NeedReference, OrganizationReference, PairingRow, PairingStatusRow, PairingRows, ShownReportRow, ProjectRow, ProjectStatusRow, ProjectRows } from './queries';
import type { Context } from './loaders';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A calendar date, ISO 8601, such as 2023-12-31. 日期，ISO 8601 格式，如 2023-12-31。 */
  Date: { input: string; output: string; }
  /** An instant in UTC, ISO 8601, such as 2024-01-01T08:00:00.000Z. 时刻（协调世界时），ISO 8601 格式。 */
  DateTime: { input: string; output: string; }
  /** An amount in yuan (CNY) with two decimals, as a string such as "1200000.00"; never a float. 人民币金额（元），两位小数的字符串，不用浮点数。 */
  Money: { input: number; output: number; }
  /** A record of the change feed, as JSON: its key, when it last changed (UTC; null where not known), and what it says. 变更数据的一条记录（JSON）：键、最近变更时刻与内容。 */
  FeedRecord: { input: unknown; output: unknown; }
  _FieldSet: { input: unknown; output: unknown; }
};

export type Query = {
  /** One pairing by its identifier; null where there is none. 按编号查一项结对，查无则为空。 */
  pairing?: Maybe<Pairing>;
  /** Pairings by conditions, in the order of their identifiers. 按条件查结对，按编号排序。 */
  pairings?: Maybe<PairingConnection>;
  /** One project by its identifier; null where there is none. 按编号查一个项目，查无则为空。 */
  project?: Maybe<Project>;
  /** Projects by conditions, in the order of their identifiers. 按条件查项目，按编号排序。 */
  projects?: Maybe<ProjectConnection>;
  /** The change feed of this register, for signed requests alone. 本登记簿的变更数据，仅应答经签名的请求。 */
  pairingFeed?: Maybe<ChangeFeed>;
};


export type QueryPairingArgs = {
  id: Scalars['ID']['input'];
};


export type QueryPairingsArgs = {
  filter?: InputMaybe<PairingFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryProjectArgs = {
  id: Scalars['ID']['input'];
};


export type QueryProjectsArgs = {
  filter?: InputMaybe<ProjectFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** A pairing of social organizations with counties. 社会组织与县的结对。 */
export type Pairing = {
  /** Identifier of the pairing. 结对编号。 */
  id: Scalars['ID']['output'];
  /** The organizations, one or many. 结对社会组织，一个或多个。 */
  organizations?: Maybe<Array<Maybe<Organization>>>;
  /** The counties, one or many. 结对县，一个或多个。 */
  counties?: Maybe<Array<Maybe<County>>>;
  /** Which ministry recommended the organizations (clause 4.1). 推荐单位（方案 4.1）。 */
  recommendedBy?: Maybe<Recommender>;
  /** Each county's consent, with the code the ledger recorded. 各县的同意情况及台账登记代码。 */
  consents?: Maybe<Array<CountyConsent>>;
  /** How many organizations face how many counties. 结对形式。 */
  shape?: Maybe<PairingShape>;
  /** The kinds of help agreed. 约定的帮扶类型。 */
  kinds?: Maybe<Array<HelpKind>>;
  /** The mechanism under which it was made. 结对机制。 */
  mechanism?: Maybe<PairingMechanism>;
  /** Its status on a date; null before it was proposed. 某日的状态；提出之前为空。 */
  status?: Maybe<PairingState>;
  /** Every status it had, in the order of the dates. 历次状态，按日期排序。 */
  statusHistory?: Maybe<Array<PairingState>>;
  /** Number of the agreement; null before one is signed. 协议编号；未签则为空。 */
  agreementNumber?: Maybe<Scalars['String']['output']>;
  /** The amount pledged, in yuan; null where none was pledged. 承诺金额（元）；未承诺则为空。 */
  pledgedAmount?: Maybe<Scalars['Money']['output']>;
  /** Projects of this pairing, in the order of their identifiers. 本结对的项目，按编号排序。 */
  projects?: Maybe<ProjectConnection>;
  /** Where this record comes from. 本记录的来源。 */
  source?: Maybe<Source>;
};


/** A pairing of social organizations with counties. 社会组织与县的结对。 */
export type PairingStatusArgs = {
  asOf?: InputMaybe<Scalars['Date']['input']>;
};


/** A pairing of social organizations with counties. 社会组织与县的结对。 */
export type PairingProjectsArgs = {
  asOf?: InputMaybe<Scalars['Date']['input']>;
  kind?: InputMaybe<HelpKind>;
  status?: InputMaybe<Array<ProjectStatus>>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** A ministry that recommends organizations. 推荐单位。 */
export type Recommender =
  /** Civil affairs. 民政部门。 */
  | 'CIVIL_AFFAIRS'
  /** Rural revitalization. 乡村振兴部门。 */
  | 'RURAL_REVITALIZATION';

/** A county's consent to a pairing. 县对结对的同意。 */
export type CountyConsent = {
  /** The county of today. 县（现行区划）。 */
  county?: Maybe<County>;
  /** The code under which the ledger recorded it, today's or a former one. 台账登记的代码，可为曾用代码。 */
  recordedCode: Scalars['ID']['output'];
  /** The day the county agreed; null where it has not. 同意日期；尚未同意则为空。 */
  consentedOn?: Maybe<Scalars['Date']['output']>;
};

/** How many organizations face how many counties. 结对形式。 */
export type PairingShape =
  /** One organization, one county. 一对一。 */
  | 'ONE_TO_ONE'
  /** One organization, several counties. 一对多。 */
  | 'ONE_TO_MANY'
  /** Several organizations, one county. 多对一。 */
  | 'MANY_TO_ONE'
  /** Several organizations, several counties. 多对多。 */
  | 'MANY_TO_MANY';

/** The mechanism under which a pairing was made (clause 3.1). 结对机制（方案 3.1）。 */
export type PairingMechanism =
  /** A national organization. 全国性社会组织结对。 */
  | 'NATIONAL'
  /** An organization of an eastern province, along the east–west cooperation. 东部省份社会组织依东西部协作结对。 */
  | 'EAST_WEST'
  /** An organization of the county's own province. 本省社会组织结对。 */
  | 'LOCAL'
  /** A pairing in Tibet or Xinjiang, which the plan encourages. 西藏、新疆的鼓励性结对。 */
  | 'FRONTIER';

/** A pairing's status and the day it began. 结对状态及其起始日期。 */
export type PairingState = {
  /** The status. 状态。 */
  status: PairingStatus;
  /** First day of the status. 状态起始日期。 */
  since: Scalars['Date']['output'];
};

/** Where a pairing stands. 结对状态。 */
export type PairingStatus =
  /** Proposed. 已提出。 */
  | 'PROPOSED'
  /** Agreed by organization and county. 已达成。 */
  | 'AGREED'
  /** Active. 进行中。 */
  | 'ACTIVE'
  /** Ended. 已结束。 */
  | 'ENDED'
  /** Withdrawn. 已撤销。 */
  | 'WITHDRAWN';

/** A kind of help named by the action plan (clause 3.1). 帮扶类型（方案 3.1）。 */
export type HelpKind =
  /** Industry. 产业帮扶。 */
  | 'INDUSTRY'
  /** Employment. 就业帮扶。 */
  | 'EMPLOYMENT'
  /** Education. 教育帮扶。 */
  | 'EDUCATION'
  /** Health. 健康帮扶。 */
  | 'HEALTH'
  /** Elderly care. 养老帮扶。 */
  | 'ELDERLY_CARE'
  /** Consumption: buying what the county produces. 消费帮扶。 */
  | 'CONSUMPTION'
  /** Diversified help, of several kinds. 多样化帮扶。 */
  | 'DIVERSIFIED';

/** A project of help in a county. 在县实施的帮扶项目。 */
export type Project = {
  /** Identifier of the project. 项目编号。 */
  id: Scalars['ID']['output'];
  /** What the project came from. 项目由来。 */
  origin?: Maybe<ProjectOrigin>;
  /** The pairing it belongs to; null for the other origins. 所属结对；其他由来则为空。 */
  pairing?: Maybe<Pairing>;
  /** The county of today. 所在县（现行区划）。 */
  county?: Maybe<County>;
  /** The code under which the ledger recorded the county, today's or a former one. 台账登记的县代码，可为曾用代码。 */
  recordedCode?: Maybe<Scalars['ID']['output']>;
  /** The organization that leads. 牵头社会组织。 */
  lead?: Maybe<Organization>;
  /** Organizations that take part. 参与社会组织。 */
  partners?: Maybe<Array<Maybe<Organization>>>;
  /** The kind of help. 帮扶类型。 */
  kind?: Maybe<HelpKind>;
  /** Name of the project. 项目名称。 */
  name?: Maybe<Scalars['String']['output']>;
  /** Budget, in yuan. 预算（元）。 */
  budget?: Maybe<Scalars['Money']['output']>;
  /** Spent so far, in yuan. 已支出（元）。 */
  spent?: Maybe<Scalars['Money']['output']>;
  /** People who benefited so far. Without the scope people:small-counts a count under the threshold is shown as half of it, and any other is rounded. 累计受益人数；无权限 people:small-counts 时，低于阈值者按阈值之半计，其余按阈值取整。 */
  beneficiaries?: Maybe<Scalars['Int']['output']>;
  /** Local volunteers trained, shown as beneficiaries are. 培训本地志愿者人数；小计数保护同受益人数。 */
  volunteersTrained?: Maybe<Scalars['Int']['output']>;
  /** Local social workers trained, shown as beneficiaries are. 培训本地社会工作者人数；小计数保护同受益人数。 */
  socialWorkersTrained?: Maybe<Scalars['Int']['output']>;
  /** How many counts of people of this project and its reports are shown as half of the threshold. 本项目及其报告中按阈值之半计的人数计数个数。 */
  protectedCells?: Maybe<Scalars['Int']['output']>;
  /** Local organizations cultivated. 培育本地社会组织数。 */
  organizationsCultivated?: Maybe<Scalars['Int']['output']>;
  /** Its status on a date; null before it was planned. 某日的状态；计划之前为空。 */
  status?: Maybe<ProjectState>;
  /** Every status it had, in the order of the dates. 历次状态，按日期排序。 */
  statusHistory?: Maybe<Array<ProjectState>>;
  /** Progress reports, in the order of the dates. 进展报告，按日期排序。 */
  progressReports?: Maybe<Array<ProgressReport>>;
  /** The stated need it answers; null where it answers none. 所回应的需求；无则为空。 */
  need?: Maybe<Need>;
  /** Where this record comes from. 本记录的来源。 */
  source?: Maybe<Source>;
};


/** A project of help in a county. 在县实施的帮扶项目。 */
export type ProjectStatusArgs = {
  asOf?: InputMaybe<Scalars['Date']['input']>;
};


/** A project of help in a county. 在县实施的帮扶项目。 */
export type ProjectProgressReportsArgs = {
  asOf?: InputMaybe<Scalars['Date']['input']>;
};

/** What a project came from. 项目由来。 */
export type ProjectOrigin =
  /** A pairing. 结对帮扶。 */
  | 'PAIRING'
  /** "Social organizations go to the countryside" (clause 3.3). 社会组织乡村行（方案 3.3）。 */
  | 'VILLAGE_TOUR'
  /** The organization's own work. 社会组织自主实施。 */
  | 'OWN';

/** A project's status and the day it began. 项目状态及其起始日期。 */
export type ProjectState = {
  /** The status. 状态。 */
  status: ProjectStatus;
  /** First day of the status. 状态起始日期。 */
  since: Scalars['Date']['output'];
};

/** Where a project stands. 项目状态。 */
export type ProjectStatus =
  /** Planned. 计划中。 */
  | 'PLANNED'
  /** Landed: work has begun in the county. 已落地。 */
  | 'LANDED'
  /** Completed. 已完成。 */
  | 'COMPLETED'
  /** Sustained: goes on working after completion. 持续运行。 */
  | 'SUSTAINED'
  /** Stopped before completion. 已中止。 */
  | 'STOPPED';

/** A report on a project's progress. 项目进展报告。 */
export type ProgressReport = {
  /** The day it was made. 报告日期。 */
  reportedOn: Scalars['Date']['output'];
  /** What it says. 内容。 */
  summary: Scalars['String']['output'];
  /** Spent by then, in yuan. 截至当时支出（元）。 */
  spent?: Maybe<Scalars['Money']['output']>;
  /** People who had benefited by then, shown as those of the project are. 截至当时受益人数；小计数保护同项目。 */
  beneficiaries?: Maybe<Scalars['Int']['output']>;
};

/** A social organization in the register of civil affairs. 民政部门登记的社会组织。 */
export type Organization = {
  /** Unified social credit code, 18 characters (GB 32100-2015). 统一社会信用代码，18 位。 */
  code: Scalars['ID']['output'];
  /** Its pairings, in the order of their identifiers. 其结对，按编号排序。 */
  pairings?: Maybe<PairingConnection>;
  /** Projects it leads or takes part in, in the order of their identifiers. 其牵头或参与的项目，按编号排序。 */
  projects?: Maybe<ProjectConnection>;
};


/** A social organization in the register of civil affairs. 民政部门登记的社会组织。 */
export type OrganizationPairingsArgs = {
  asOf?: InputMaybe<Scalars['Date']['input']>;
  status?: InputMaybe<Array<PairingStatus>>;
  kind?: InputMaybe<HelpKind>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** A social organization in the register of civil affairs. 民政部门登记的社会组织。 */
export type OrganizationProjectsArgs = {
  asOf?: InputMaybe<Scalars['Date']['input']>;
  kind?: InputMaybe<HelpKind>;
  status?: InputMaybe<Array<ProjectStatus>>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** A county-level division of today. 县级行政区（以现行区划为准）。 */
export type County = {
  /** The code by which this county was asked for or recorded, of any date; the code of today unless it was a former one. 查询或登记时所用的代码，可为曾用代码；否则与现行代码相同。 */
  recordedCode: Scalars['ID']['output'];
  /** Every code that names this county: today's first, then the former ones. 指向本县的全部代码：现行代码在前，曾用代码在后。 */
  codes?: Maybe<Array<Scalars['ID']['output']>>;
  /** Its pairings under any of its codes, in the order of their identifiers. 以任一代码登记的结对，按编号排序。 */
  pairings?: Maybe<PairingConnection>;
  /** Projects in the county under any of its codes, in the order of their identifiers. 以任一代码登记的本县项目，按编号排序。 */
  projects?: Maybe<ProjectConnection>;
};


/** A county-level division of today. 县级行政区（以现行区划为准）。 */
export type CountyPairingsArgs = {
  asOf?: InputMaybe<Scalars['Date']['input']>;
  status?: InputMaybe<Array<PairingStatus>>;
  kind?: InputMaybe<HelpKind>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** A county-level division of today. 县级行政区（以现行区划为准）。 */
export type CountyProjectsArgs = {
  asOf?: InputMaybe<Scalars['Date']['input']>;
  kind?: InputMaybe<HelpKind>;
  status?: InputMaybe<Array<ProjectStatus>>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** A need that a county stated (clause 4.3 of the plan). 县提出的帮扶需求（方案 4.3）。 */
export type Need = {
  /** Identifier of the need. 需求编号。 */
  id: Scalars['ID']['output'];
  /** Projects that answer it, in the order of their identifiers. 回应该需求的项目，按编号排序。 */
  projects?: Maybe<ProjectConnection>;
};


/** A need that a county stated (clause 4.3 of the plan). 县提出的帮扶需求（方案 4.3）。 */
export type NeedProjectsArgs = {
  asOf?: InputMaybe<Scalars['Date']['input']>;
  status?: InputMaybe<Array<ProjectStatus>>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** Conditions on pairings, all of which must hold; an empty list keeps none. Lists are sets: neither order nor repetition means anything. 结对的检索条件，须同时满足；空列表不取任何记录；列表为集合，次序与重复均无意义。 */
export type PairingFilter = {
  /** In force on this date. 在该日有效。 */
  asOf?: InputMaybe<Scalars['Date']['input']>;
  /** With one of these statuses on that date (today where asOf is absent). 在该日（默认今日）处于这些状态。 */
  status?: InputMaybe<Array<PairingStatus>>;
  /** With any of these kinds of help. 含这些帮扶类型之一。 */
  kinds?: InputMaybe<Array<HelpKind>>;
  /** Under one of these mechanisms. 属于这些机制。 */
  mechanisms?: InputMaybe<Array<PairingMechanism>>;
  /** Of one of these shapes. 属于这些形式。 */
  shapes?: InputMaybe<Array<PairingShape>>;
  /** Recommended by this ministry. 由该部门推荐。 */
  recommendedBy?: InputMaybe<Recommender>;
  /** With one of these organizations, by credit code. 含这些社会组织（信用代码）。 */
  organizations?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** With one of these counties, by a code as the ledger knows it: the one recorded, or today's where the ledger knew it when it loaded the record. For every record of a county under any of its codes ask County.pairings. 含这些县：台账登记代码，或载入时已知的现行代码。要取某县以任一代码登记的全部记录，请用 County.pairings。 */
  counties?: InputMaybe<Array<Scalars['ID']['input']>>;
};

/** Conditions on projects, all of which must hold; an empty list keeps none. Lists are sets: neither order nor repetition means anything. 项目的检索条件，须同时满足；空列表不取任何记录；列表为集合，次序与重复均无意义。 */
export type ProjectFilter = {
  /** Only projects on record by this date, with the status they had on it; today where absent. 只取截至该日已登记的项目，并以该日状态为准；默认为今日。 */
  asOf?: InputMaybe<Scalars['Date']['input']>;
  /** With one of these statuses on that date. 在该日处于这些状态。 */
  status?: InputMaybe<Array<ProjectStatus>>;
  /** Of one of these kinds of help. 属于这些帮扶类型。 */
  kinds?: InputMaybe<Array<HelpKind>>;
  /** From one of these origins. 属于这些由来。 */
  origins?: InputMaybe<Array<ProjectOrigin>>;
  /** Led or joined by one of these organizations, by credit code. 由这些社会组织牵头或参与（信用代码）。 */
  organizations?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** In one of these counties, by a code as the ledger knows it: the one recorded, or today's where the ledger knew it when it loaded the record. For every record of a county under any of its codes ask County.projects. 位于这些县：台账登记代码，或载入时已知的现行代码。要取某县以任一代码登记的全部记录，请用 County.projects。 */
  counties?: InputMaybe<Array<Scalars['ID']['input']>>;
};

/** A page of pairings. 结对的分页结果。 */
export type PairingConnection = {
  /** The pairings with their cursors. 结对及其游标。 */
  edges: Array<PairingEdge>;
  /** The pairings alone. 结对。 */
  nodes: Array<Maybe<Pairing>>;
  /** How to go on. 翻页信息。 */
  pageInfo: PageInfo;
  /** How many there are in all. 总数。 */
  totalCount?: Maybe<Scalars['Int']['output']>;
};

/** A pairing in a page. 分页中的一项结对。 */
export type PairingEdge = {
  /** Cursor of this pairing. 该结对的游标。 */
  cursor: Scalars['String']['output'];
  /** The pairing. 结对。 */
  node?: Maybe<Pairing>;
};

/** A page of projects. 项目的分页结果。 */
export type ProjectConnection = {
  /** The projects with their cursors. 项目及其游标。 */
  edges: Array<ProjectEdge>;
  /** The projects alone. 项目。 */
  nodes: Array<Maybe<Project>>;
  /** How to go on. 翻页信息。 */
  pageInfo: PageInfo;
  /** How many there are in all. 总数。 */
  totalCount?: Maybe<Scalars['Int']['output']>;
};

/** A project in a page. 分页中的一个项目。 */
export type ProjectEdge = {
  /** Cursor of this project. 该项目的游标。 */
  cursor: Scalars['String']['output'];
  /** The project. 项目。 */
  node?: Maybe<Project>;
};

/** How to go on from a page. 翻页信息。 */
export type PageInfo = {
  /** Whether more follow. 之后是否还有。 */
  hasNextPage: Scalars['Boolean']['output'];
  /** Whether some came before: true when the page began after a cursor. 之前是否还有：自游标之后开始的页为真。 */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the first item; null on an empty page. 首项游标；空页为空。 */
  startCursor?: Maybe<Scalars['String']['output']>;
  /** Cursor of the last item; null on an empty page. 末项游标；空页为空。 */
  endCursor?: Maybe<Scalars['String']['output']>;
};

/** Where a record comes from. 记录的来源。 */
export type Source = {
  /** The agency that answers for the record. 负责该记录的机关。 */
  agency: Scalars['String']['output'];
  /** The data set; its name says so where the rows are synthetic. 数据集；合成数据在名称中注明。 */
  dataset: Scalars['String']['output'];
  /** The date the data describe. 数据所述日期。 */
  asOf: Scalars['Date']['output'];
  /** When the data were loaded. 数据载入时刻。 */
  loadedAt: Scalars['DateTime']['output'];
  /** How far the record can be relied on. 可信度。 */
  confidence: Confidence;
  /** Documents or keys the record was taken from. 所据文献或来源键。 */
  references: Array<Scalars['String']['output']>;
};

/** How far a record can be relied on. 记录的可信度。 */
export type Confidence =
  /** A source was read that states it. 有来源载明。 */
  | 'SOURCED'
  /** Reconstructed, very likely right. 重建，可信度高。 */
  | 'RECONSTRUCTED_HIGH'
  /** Reconstructed, likely right. 重建，可信度中等。 */
  | 'RECONSTRUCTED_MEDIUM'
  /** Reconstructed, uncertain. 重建，可信度低。 */
  | 'RECONSTRUCTED_LOW'
  /** Synthetic: made by a generator, true of nobody. 合成数据，非真实情况。 */
  | 'SYNTHETIC';

/** An agency's rows for whoever keeps a copy of them. 供复制方读取的机关数据。 */
export type ChangeFeed = {
  /** The database's clock, YYYY-MM-DD HH:MM:SS.mmm in UTC. 数据库时钟（协调世界时）。 */
  now: Scalars['String']['output'];
  /** The day up to which the data are complete; null without data. 数据完整至何日；无数据则为空。 */
  dataThrough?: Maybe<Scalars['Date']['output']>;
  /** The data sets that records name. 各记录所属数据集。 */
  datasets: Array<Scalars['FeedRecord']['output']>;
  /** What can be read. 可读取的各类记录。 */
  collections: Array<FeedCollection>;
  /** Records by change time and key; those without a change time are not among them. 按变更时刻与键排序的记录，不含无变更时刻者。 */
  changes: FeedPage;
  /** All records by key. 按键排序的全部记录。 */
  records: FeedPage;
};


/** An agency's rows for whoever keeps a copy of them. 供复制方读取的机关数据。 */
export type ChangeFeedChangesArgs = {
  collection: Scalars['String']['input'];
  since?: InputMaybe<Scalars['String']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** An agency's rows for whoever keeps a copy of them. 供复制方读取的机关数据。 */
export type ChangeFeedRecordsArgs = {
  collection: Scalars['String']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A kind of record that the feed offers. 变更数据的一类记录。 */
export type FeedCollection = {
  /** Its name. 名称。 */
  name: Scalars['String']['output'];
  /** Whether records tell when they changed; if not, they can only be compared. 是否记有变更时刻；否则只能逐页比对。 */
  hasChangeTime: Scalars['Boolean']['output'];
};

/** One page of a feed. 变更数据的一页。 */
export type FeedPage = {
  /** The records' keys. 各记录的键。 */
  keys: Array<Scalars['String']['output']>;
  /** The records. 各记录。 */
  records: Array<Scalars['FeedRecord']['output']>;
  /** SHA-256 over a line "key hash" for each record, the hash being the SHA-256 of its body as compact JSON. 逐条“键 散列”行的 SHA-256。 */
  checksum: Scalars['String']['output'];
  /** Cursor of the last record; null on an empty page. 末条游标；空页为空。 */
  endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether more follow. 之后是否还有。 */
  hasNextPage: Scalars['Boolean']['output'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  Pairing: Pairing;
  Project: Project;
  Organization: Organization;
  County: County;
  Need: Need;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Pairing:
    ( { __typename: 'Pairing' }
    & GraphQLRecursivePick<FederationTypes['Pairing'], {"id":true}> );
  Project:
    ( { __typename: 'Project' }
    & GraphQLRecursivePick<FederationTypes['Project'], {"id":true}> );
  Organization:
    ( { __typename: 'Organization' }
    & GraphQLRecursivePick<FederationTypes['Organization'], {"code":true}> );
  County:
    ( { __typename: 'County' }
    & GraphQLRecursivePick<FederationTypes['County'], {"recordedCode":true}>
    & ( Record<PropertyKey, never>
        | GraphQLRecursivePick<FederationTypes['County'], {"codes":true}>
        | GraphQLRecursivePick<FederationTypes['County'], {"codes":true}>
        | GraphQLRecursivePick<FederationTypes['County'], {"codes":true}> ) );
  Need:
    ( { __typename: 'Need' }
    & GraphQLRecursivePick<FederationTypes['Need'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Money: ResolverTypeWrapper<Scalars['Money']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Pairing: ResolverTypeWrapper<PairingRow>;
  Recommender: Recommender;
  CountyConsent: ResolverTypeWrapper<PairingCountyRow>;
  PairingShape: PairingShape;
  PairingMechanism: PairingMechanism;
  PairingState: ResolverTypeWrapper<PairingStatusRow>;
  PairingStatus: PairingStatus;
  HelpKind: HelpKind;
  Project: ResolverTypeWrapper<ProjectRow>;
  ProjectOrigin: ProjectOrigin;
  ProjectState: ResolverTypeWrapper<ProjectStatusRow>;
  ProjectStatus: ProjectStatus;
  ProgressReport: ResolverTypeWrapper<ShownReportRow>;
  Organization: ResolverTypeWrapper<OrganizationReference>;
  County: ResolverTypeWrapper<CountyReference>;
  Need: ResolverTypeWrapper<NeedReference>;
  PairingFilter: PairingFilter;
  ProjectFilter: ProjectFilter;
  PairingConnection: ResolverTypeWrapper<PairingRows>;
  PairingEdge: ResolverTypeWrapper<Omit<PairingEdge, 'node'> & { node?: Maybe<ResolversTypes['Pairing']> }>;
  ProjectConnection: ResolverTypeWrapper<ProjectRows>;
  ProjectEdge: ResolverTypeWrapper<Omit<ProjectEdge, 'node'> & { node?: Maybe<ResolversTypes['Project']> }>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Source: ResolverTypeWrapper<Source>;
  Confidence: Confidence;
  FeedRecord: ResolverTypeWrapper<Scalars['FeedRecord']['output']>;
  ChangeFeed: ResolverTypeWrapper<Feed>;
  FeedCollection: ResolverTypeWrapper<FeedCollection>;
  FeedPage: ResolverTypeWrapper<FeedPage>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  Money: Scalars['Money']['output'];
  Query: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  String: Scalars['String']['output'];
  Pairing: PairingRow;
  CountyConsent: PairingCountyRow;
  PairingState: PairingStatusRow;
  Project: ProjectRow;
  ProjectState: ProjectStatusRow;
  ProgressReport: ShownReportRow;
  Organization: OrganizationReference;
  County: CountyReference;
  Need: NeedReference;
  PairingFilter: PairingFilter;
  ProjectFilter: ProjectFilter;
  PairingConnection: PairingRows;
  PairingEdge: Omit<PairingEdge, 'node'> & { node?: Maybe<ResolversParentTypes['Pairing']> };
  ProjectConnection: ProjectRows;
  ProjectEdge: Omit<ProjectEdge, 'node'> & { node?: Maybe<ResolversParentTypes['Project']> };
  PageInfo: PageInfo;
  Boolean: Scalars['Boolean']['output'];
  Source: Source;
  FeedRecord: Scalars['FeedRecord']['output'];
  ChangeFeed: Feed;
  FeedCollection: FeedCollection;
  FeedPage: FeedPage;
};

export interface DateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Date'], any> {
  name: 'Date';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface MoneyScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Money'], any> {
  name: 'Money';
}

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  pairing?: Resolver<Maybe<ResolversTypes['Pairing']>, ParentType, ContextType, RequireFields<QueryPairingArgs, 'id'>>;
  pairings?: Resolver<Maybe<ResolversTypes['PairingConnection']>, ParentType, ContextType, RequireFields<QueryPairingsArgs, 'first'>>;
  project?: Resolver<Maybe<ResolversTypes['Project']>, ParentType, ContextType, RequireFields<QueryProjectArgs, 'id'>>;
  projects?: Resolver<Maybe<ResolversTypes['ProjectConnection']>, ParentType, ContextType, RequireFields<QueryProjectsArgs, 'first'>>;
  pairingFeed?: Resolver<Maybe<ResolversTypes['ChangeFeed']>, ParentType, ContextType>;
};

export type PairingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Pairing'] = ResolversParentTypes['Pairing'], FederationReferenceType extends FederationReferenceTypes['Pairing'] = FederationReferenceTypes['Pairing']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Pairing']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  organizations?: Resolver<Maybe<Array<Maybe<ResolversTypes['Organization']>>>, ParentType, ContextType>;
  counties?: Resolver<Maybe<Array<Maybe<ResolversTypes['County']>>>, ParentType, ContextType>;
  recommendedBy?: Resolver<Maybe<ResolversTypes['Recommender']>, ParentType, ContextType>;
  consents?: Resolver<Maybe<Array<ResolversTypes['CountyConsent']>>, ParentType, ContextType>;
  shape?: Resolver<Maybe<ResolversTypes['PairingShape']>, ParentType, ContextType>;
  kinds?: Resolver<Maybe<Array<ResolversTypes['HelpKind']>>, ParentType, ContextType>;
  mechanism?: Resolver<Maybe<ResolversTypes['PairingMechanism']>, ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['PairingState']>, ParentType, ContextType, Partial<PairingStatusArgs>>;
  statusHistory?: Resolver<Maybe<Array<ResolversTypes['PairingState']>>, ParentType, ContextType>;
  agreementNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  pledgedAmount?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  projects?: Resolver<Maybe<ResolversTypes['ProjectConnection']>, ParentType, ContextType, RequireFields<PairingProjectsArgs, 'first'>>;
  source?: Resolver<Maybe<ResolversTypes['Source']>, ParentType, ContextType>;
};

export type CountyConsentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CountyConsent'] = ResolversParentTypes['CountyConsent']> = {
  county?: Resolver<Maybe<ResolversTypes['County']>, ParentType, ContextType>;
  recordedCode?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  consentedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
};

export type PairingStateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PairingState'] = ResolversParentTypes['PairingState']> = {
  status?: Resolver<ResolversTypes['PairingStatus'], ParentType, ContextType>;
  since?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
};

export type ProjectResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Project'] = ResolversParentTypes['Project'], FederationReferenceType extends FederationReferenceTypes['Project'] = FederationReferenceTypes['Project']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Project']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  origin?: Resolver<Maybe<ResolversTypes['ProjectOrigin']>, ParentType, ContextType>;
  pairing?: Resolver<Maybe<ResolversTypes['Pairing']>, ParentType, ContextType>;
  county?: Resolver<Maybe<ResolversTypes['County']>, ParentType, ContextType>;
  recordedCode?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  lead?: Resolver<Maybe<ResolversTypes['Organization']>, ParentType, ContextType>;
  partners?: Resolver<Maybe<Array<Maybe<ResolversTypes['Organization']>>>, ParentType, ContextType>;
  kind?: Resolver<Maybe<ResolversTypes['HelpKind']>, ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  budget?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  spent?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  beneficiaries?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  volunteersTrained?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  socialWorkersTrained?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  protectedCells?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  organizationsCultivated?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['ProjectState']>, ParentType, ContextType, Partial<ProjectStatusArgs>>;
  statusHistory?: Resolver<Maybe<Array<ResolversTypes['ProjectState']>>, ParentType, ContextType>;
  progressReports?: Resolver<Maybe<Array<ResolversTypes['ProgressReport']>>, ParentType, ContextType, Partial<ProjectProgressReportsArgs>>;
  need?: Resolver<Maybe<ResolversTypes['Need']>, ParentType, ContextType>;
  source?: Resolver<Maybe<ResolversTypes['Source']>, ParentType, ContextType>;
};

export type ProjectStateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProjectState'] = ResolversParentTypes['ProjectState']> = {
  status?: Resolver<ResolversTypes['ProjectStatus'], ParentType, ContextType>;
  since?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
};

export type ProgressReportResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProgressReport'] = ResolversParentTypes['ProgressReport']> = {
  reportedOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  summary?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  spent?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  beneficiaries?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type OrganizationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Organization'] = ResolversParentTypes['Organization'], FederationReferenceType extends FederationReferenceTypes['Organization'] = FederationReferenceTypes['Organization']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Organization']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  pairings?: Resolver<Maybe<ResolversTypes['PairingConnection']>, ParentType, ContextType, RequireFields<OrganizationPairingsArgs, 'first'>>;
  projects?: Resolver<Maybe<ResolversTypes['ProjectConnection']>, ParentType, ContextType, RequireFields<OrganizationProjectsArgs, 'first'>>;
};

export type CountyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['County'] = ResolversParentTypes['County'], FederationReferenceType extends FederationReferenceTypes['County'] = FederationReferenceTypes['County']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['County']> | FederationReferenceType, FederationReferenceType, ContextType>;
  recordedCode?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  pairings?: Resolver<Maybe<ResolversTypes['PairingConnection']>, ParentType, ContextType, RequireFields<CountyPairingsArgs, 'first'>>;
  projects?: Resolver<Maybe<ResolversTypes['ProjectConnection']>, ParentType, ContextType, RequireFields<CountyProjectsArgs, 'first'>>;
};

export type NeedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Need'] = ResolversParentTypes['Need'], FederationReferenceType extends FederationReferenceTypes['Need'] = FederationReferenceTypes['Need']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Need']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  projects?: Resolver<Maybe<ResolversTypes['ProjectConnection']>, ParentType, ContextType, RequireFields<NeedProjectsArgs, 'first'>>;
};

export type PairingConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PairingConnection'] = ResolversParentTypes['PairingConnection']> = {
  edges?: Resolver<Array<ResolversTypes['PairingEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<Maybe<ResolversTypes['Pairing']>>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type PairingEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PairingEdge'] = ResolversParentTypes['PairingEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Pairing']>, ParentType, ContextType>;
};

export type ProjectConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProjectConnection'] = ResolversParentTypes['ProjectConnection']> = {
  edges?: Resolver<Array<ResolversTypes['ProjectEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<Maybe<ResolversTypes['Project']>>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ProjectEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProjectEdge'] = ResolversParentTypes['ProjectEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Project']>, ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SourceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Source'] = ResolversParentTypes['Source']> = {
  agency?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  dataset?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  asOf?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  loadedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  confidence?: Resolver<ResolversTypes['Confidence'], ParentType, ContextType>;
  references?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export interface FeedRecordScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['FeedRecord'], any> {
  name: 'FeedRecord';
}

export type ChangeFeedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChangeFeed'] = ResolversParentTypes['ChangeFeed']> = {
  now?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  dataThrough?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  datasets?: Resolver<Array<ResolversTypes['FeedRecord']>, ParentType, ContextType>;
  collections?: Resolver<Array<ResolversTypes['FeedCollection']>, ParentType, ContextType>;
  changes?: Resolver<ResolversTypes['FeedPage'], ParentType, ContextType, RequireFields<ChangeFeedChangesArgs, 'collection' | 'first'>>;
  records?: Resolver<ResolversTypes['FeedPage'], ParentType, ContextType, RequireFields<ChangeFeedRecordsArgs, 'collection' | 'first'>>;
};

export type FeedCollectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FeedCollection'] = ResolversParentTypes['FeedCollection']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  hasChangeTime?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type FeedPageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FeedPage'] = ResolversParentTypes['FeedPage']> = {
  keys?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  records?: Resolver<Array<ResolversTypes['FeedRecord']>, ParentType, ContextType>;
  checksum?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  Money?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  Pairing?: PairingResolvers<ContextType>;
  CountyConsent?: CountyConsentResolvers<ContextType>;
  PairingState?: PairingStateResolvers<ContextType>;
  Project?: ProjectResolvers<ContextType>;
  ProjectState?: ProjectStateResolvers<ContextType>;
  ProgressReport?: ProgressReportResolvers<ContextType>;
  Organization?: OrganizationResolvers<ContextType>;
  County?: CountyResolvers<ContextType>;
  Need?: NeedResolvers<ContextType>;
  PairingConnection?: PairingConnectionResolvers<ContextType>;
  PairingEdge?: PairingEdgeResolvers<ContextType>;
  ProjectConnection?: ProjectConnectionResolvers<ContextType>;
  ProjectEdge?: ProjectEdgeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Source?: SourceResolvers<ContextType>;
  FeedRecord?: GraphQLScalarType;
  ChangeFeed?: ChangeFeedResolvers<ContextType>;
  FeedCollection?: FeedCollectionResolvers<ContextType>;
  FeedPage?: FeedPageResolvers<ContextType>;
};

