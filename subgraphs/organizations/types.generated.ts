// Generated from schema/organizations.graphql by npm run generate; not to be edited.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Feed } from '../shared/change-feed';
import type { OrganizationRow, EvaluationRow, NameRow, InspectionRow, ListingRow, OrganizationRows, PenaltyRow, ProvinceReference, QualificationRow, StatusRow } from './queries';
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
  /** One organization by its credit code; null where the code is valid but unknown. 按统一社会信用代码查社会组织；代码有效但查无则为空。 */
  organization?: Maybe<Organization>;
  /** Organizations by credit code: one for each code given, in the order given, again where a code is repeated, null where it is unknown; at most 500 codes. 按代码批量查社会组织：与所给代码逐一对应，次序一致，重复的代码重复给出，查无为空，至多 500 个。 */
  organizations?: Maybe<Array<Maybe<Organization>>>;
  /** Search organizations by name and filters, in the order of their codes. 按名称与条件检索社会组织，按代码排序。 */
  organizationSearch?: Maybe<OrganizationConnection>;
  /** The change feed of this register, for signed requests alone. 本登记簿的变更数据，仅应答经签名的请求。 */
  organizationFeed?: Maybe<ChangeFeed>;
};


export type QueryOrganizationArgs = {
  code: Scalars['ID']['input'];
};


export type QueryOrganizationsArgs = {
  codes: Array<Scalars['ID']['input']>;
};


export type QueryOrganizationSearchArgs = {
  text?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<OrganizationFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** A social organization in the register of civil affairs. 民政部门登记的社会组织。 */
export type Organization = {
  /** Unified social credit code, 18 characters (GB 32100-2015). 统一社会信用代码，18 位。 */
  code: Scalars['ID']['output'];
  /** Its name. 名称。 */
  name?: Maybe<Scalars['String']['output']>;
  /** Names it had before, the latest first. 曾用名，最近者在前。 */
  formerNames?: Maybe<Array<FormerName>>;
  /** Kind of organization. 社会组织类型。 */
  kind?: Maybe<OrganizationKind>;
  /** Sector. 类别。 */
  sector?: Maybe<OrganizationSector>;
  /** The authority that registered it. 登记管理机关。 */
  registrationAuthority?: Maybe<RegistrationAuthority>;
  /** The province in which it is registered; null for national organizations, or where not known. 登记所在省；全国性社会组织或未知则为空。 */
  homeProvince?: Maybe<Province>;
  /** The body that supervises its work; null where it has none, or none is known. 业务主管单位；无或未知则为空。 */
  supervisingBody?: Maybe<Scalars['String']['output']>;
  /** The day it was established. 成立登记日期。 */
  establishedOn?: Maybe<Scalars['Date']['output']>;
  /** Registered capital, in yuan. 注册资金（元）。 */
  registeredCapital?: Maybe<Scalars['Money']['output']>;
  /** The registration certificate and its validity. 登记证书及有效期。 */
  certificate?: Maybe<Certificate>;
  /** Registered address. 住所。 */
  domicile?: Maybe<Scalars['String']['output']>;
  /** What its statutes let it do. 业务范围。 */
  businessScope?: Maybe<Scalars['String']['output']>;
  /** Its registration status on a date; null before it was established, or where not known. 某日的登记状态；成立之前或未知则为空。 */
  registrationStatus?: Maybe<RegistrationState>;
  /** Its evaluation in force on a date; null where it had none, or none is known. 某日有效的评估等级；无或未知则为空。 */
  evaluation?: Maybe<Evaluation>;
  /** Every evaluation, the latest first. 历次评估，最近者在前。 */
  evaluations?: Maybe<Array<Evaluation>>;
  /** Recognition as a charity in force on a date; null where none is known. 某日有效的慈善组织认定；无或未知则为空。 */
  charityRecognition?: Maybe<Qualification>;
  /** Qualification for public fundraising in force on a date; null where none is known. 某日有效的公开募捐资格；无或未知则为空。 */
  publicFundraising?: Maybe<Qualification>;
  /** Qualification for tax-deductible donations in force on a date; null where none is known. 某日有效的公益性捐赠税前扣除资格；无或未知则为空。 */
  taxDeduction?: Maybe<Qualification>;
  /** Its party organization; null where it has none, or none is known. 党组织；未建立或未知则为空。 */
  partyOrganization?: Maybe<PartyOrganization>;
  /** Yearly inspections, the latest first. 年度检查，最近者在前。 */
  inspections?: Maybe<Array<Inspection>>;
  /** Listings in the register of abnormal activity, the latest first. 活动异常名录记录，最近者在前。 */
  abnormalListings?: Maybe<Array<Listing>>;
  /** Listings for serious violations, the latest first. 严重违法失信名单记录，最近者在前。 */
  seriousViolations?: Maybe<Array<Listing>>;
  /** Administrative penalties, the latest first. 行政处罚，最近者在前。 */
  penalties?: Maybe<Array<Penalty>>;
  /** Its standing on a date with the reasons; null where its registration status is. 某日的状况及理由；登记状态为空时亦为空。 */
  standing?: Maybe<Standing>;
  /** Its legal representative: personal data, needs the scope organization:contact. 法定代表人：个人信息，须有权限 organization:contact。 */
  legalRepresentative?: Maybe<Scalars['String']['output']>;
  /** Its telephone: personal data, needs the scope organization:contact. 联系电话：个人信息，须有权限 organization:contact。 */
  telephone?: Maybe<Scalars['String']['output']>;
  /** Where this record comes from. 本记录的来源。 */
  source?: Maybe<Source>;
};


/** A social organization in the register of civil affairs. 民政部门登记的社会组织。 */
export type OrganizationNameArgs = {
  asOf?: InputMaybe<Scalars['Date']['input']>;
};


/** A social organization in the register of civil affairs. 民政部门登记的社会组织。 */
export type OrganizationRegistrationStatusArgs = {
  asOf?: InputMaybe<Scalars['Date']['input']>;
};


/** A social organization in the register of civil affairs. 民政部门登记的社会组织。 */
export type OrganizationEvaluationArgs = {
  asOf?: InputMaybe<Scalars['Date']['input']>;
};


/** A social organization in the register of civil affairs. 民政部门登记的社会组织。 */
export type OrganizationCharityRecognitionArgs = {
  asOf?: InputMaybe<Scalars['Date']['input']>;
};


/** A social organization in the register of civil affairs. 民政部门登记的社会组织。 */
export type OrganizationPublicFundraisingArgs = {
  asOf?: InputMaybe<Scalars['Date']['input']>;
};


/** A social organization in the register of civil affairs. 民政部门登记的社会组织。 */
export type OrganizationTaxDeductionArgs = {
  asOf?: InputMaybe<Scalars['Date']['input']>;
};


/** A social organization in the register of civil affairs. 民政部门登记的社会组织。 */
export type OrganizationInspectionsArgs = {
  asOf?: InputMaybe<Scalars['Date']['input']>;
};


/** A social organization in the register of civil affairs. 民政部门登记的社会组织。 */
export type OrganizationAbnormalListingsArgs = {
  asOf?: InputMaybe<Scalars['Date']['input']>;
};


/** A social organization in the register of civil affairs. 民政部门登记的社会组织。 */
export type OrganizationSeriousViolationsArgs = {
  asOf?: InputMaybe<Scalars['Date']['input']>;
};


/** A social organization in the register of civil affairs. 民政部门登记的社会组织。 */
export type OrganizationPenaltiesArgs = {
  asOf?: InputMaybe<Scalars['Date']['input']>;
};


/** A social organization in the register of civil affairs. 民政部门登记的社会组织。 */
export type OrganizationStandingArgs = {
  asOf?: InputMaybe<Scalars['Date']['input']>;
};

/** A kind of social organization. 社会组织类型。 */
export type OrganizationKind =
  /** Social association. 社会团体。 */
  | 'SOCIAL_ASSOCIATION'
  /** Social service institution (private non-enterprise unit). 社会服务机构（民办非企业单位）。 */
  | 'SOCIAL_SERVICE_INSTITUTION'
  /** Foundation. 基金会。 */
  | 'FOUNDATION';

/** A sector of social organizations. 社会组织类别。 */
export type OrganizationSector =
  /** Industry associations and chambers of commerce. 行业协会商会。 */
  | 'INDUSTRY_ASSOCIATION'
  /** Public-interest and charity. 公益慈善类。 */
  | 'CHARITY'
  /** Urban and rural community service. 城乡社区服务类。 */
  | 'COMMUNITY'
  /** Academic. 学术类。 */
  | 'ACADEMIC'
  /** Professional. 专业类。 */
  | 'PROFESSIONAL'
  /** Other. 其他。 */
  | 'OTHER';

/** The level of a registration authority. 登记管理机关层级。 */
export type RegistrationLevel =
  /** The Ministry of Civil Affairs. 民政部。 */
  | 'NATIONAL'
  /** A province's department. 省级。 */
  | 'PROVINCIAL'
  /** A prefecture's bureau. 地级。 */
  | 'PREFECTURAL'
  /** A county's bureau. 县级。 */
  | 'COUNTY';

/** The authority that registered an organization. 登记管理机关。 */
export type RegistrationAuthority = {
  /** Name of the authority. 机关名称。 */
  name: Scalars['String']['output'];
  /** Its level. 层级。 */
  level: RegistrationLevel;
  /** GB/T 2260 code of its division, also positions 3 to 8 of the credit code; 100000 is the ministry. 机关行政区划代码，即信用代码第 3 至 8 位；100000 为民政部。 */
  divisionCode: Scalars['ID']['output'];
};

/** A province-level division. 省级行政区。 */
export type Province = {
  /** GB/T 2260 code, six digits. 行政区划代码（GB/T 2260），六位。 */
  code: Scalars['ID']['output'];
};

/** A name that an organization had before. 曾用名。 */
export type FormerName = {
  /** The name. 名称。 */
  name: Scalars['String']['output'];
  /** Last day of the name; null where not known. 停用日期；未知则为空。 */
  until?: Maybe<Scalars['Date']['output']>;
};

/** A registration certificate. 登记证书。 */
export type Certificate = {
  /** Its number. 证书编号。 */
  number?: Maybe<Scalars['String']['output']>;
  /** First day of validity. 有效期起。 */
  from?: Maybe<Scalars['Date']['output']>;
  /** Last day of validity. 有效期止。 */
  to?: Maybe<Scalars['Date']['output']>;
};

/** A registration status and the day it began. 登记状态及其起始日期。 */
export type RegistrationState = {
  /** The status. 状态。 */
  status: RegistrationStatus;
  /** First day of the status. 状态起始日期。 */
  since: Scalars['Date']['output'];
};

/** Registration status. 登记状态。 */
export type RegistrationStatus =
  /** Registered. 正常。 */
  | 'ACTIVE'
  /** Deregistered. 注销。 */
  | 'DEREGISTERED'
  /** Registration revoked. 撤销登记。 */
  | 'REVOKED';

/** An evaluation; valid five years. 评估等级，有效期五年。 */
export type Evaluation = {
  /** The grade. 等级。 */
  grade: EvaluationGrade;
  /** First day of validity. 有效期起。 */
  from: Scalars['Date']['output'];
  /** Last day of validity. 有效期止。 */
  to: Scalars['Date']['output'];
};

/** An evaluation grade. 评估等级。 */
export type EvaluationGrade =
  /** 1A. 1A 级。 */
  | 'A1'
  /** 2A. 2A 级。 */
  | 'A2'
  /** 3A. 3A 级。 */
  | 'A3'
  /** 4A. 4A 级。 */
  | 'A4'
  /** 5A, the highest. 5A 级，最高。 */
  | 'A5';

/** A qualification and its validity. 资格及有效期。 */
export type Qualification = {
  /** First day of validity. 有效期起。 */
  from: Scalars['Date']['output'];
  /** Last day of validity; null where it has no end. 有效期止；长期有效则为空。 */
  to?: Maybe<Scalars['Date']['output']>;
};

/** A party organization. 党组织。 */
export type PartyOrganization = {
  /** Its name. 名称。 */
  name: Scalars['String']['output'];
  /** The day it was established; null where not known. 成立日期；未知则为空。 */
  establishedOn?: Maybe<Scalars['Date']['output']>;
};

/** A yearly inspection. 年度检查。 */
export type Inspection = {
  /** The year inspected. 年度。 */
  year: Scalars['Int']['output'];
  /** The conclusion. 结论。 */
  conclusion: InspectionConclusion;
  /** The day it was concluded. 结论日期。 */
  concludedOn: Scalars['Date']['output'];
};

/** Conclusion of a yearly inspection. 年检结论。 */
export type InspectionConclusion =
  /** Passed. 合格。 */
  | 'PASSED'
  /** Passed in the main. 基本合格。 */
  | 'BASICALLY_PASSED'
  /** Failed. 不合格。 */
  | 'FAILED';

/** A listing in a register of misconduct. 名录或名单记录。 */
export type Listing = {
  /** The day it was listed. 列入日期。 */
  listedOn: Scalars['Date']['output'];
  /** Why it was listed. 列入事由。 */
  reason: Scalars['String']['output'];
  /** The day it was removed; null while it is listed. 移出日期；仍在列则为空。 */
  removedOn?: Maybe<Scalars['Date']['output']>;
  /** Why it was removed. 移出事由。 */
  removalReason?: Maybe<Scalars['String']['output']>;
};

/** An administrative penalty. 行政处罚。 */
export type Penalty = {
  /** Number of the decision. 决定书文号。 */
  documentNumber: Scalars['String']['output'];
  /** What it was for. 处罚事由。 */
  reason: Scalars['String']['output'];
  /** Its legal basis. 处罚依据。 */
  basis?: Maybe<Scalars['String']['output']>;
  /** What was decided. 处罚结果。 */
  result: Scalars['String']['output'];
  /** The day it was decided. 处罚决定日期。 */
  decidedOn: Scalars['Date']['output'];
};

/** An organization's standing on a date. 社会组织在某日的状况。 */
export type Standing = {
  /** The standing. 状况。 */
  status: StandingStatus;
  /** The date it is for. 所述日期。 */
  asOf: Scalars['Date']['output'];
  /** Why it is not GOOD; empty where it is. 不为 GOOD 的理由；正常则为空。 */
  reasons: Array<StandingReason>;
};

/** Standing of an organization. 社会组织状况。 */
export type StandingStatus =
  /** Nothing stands against it. 正常。 */
  | 'GOOD'
  /** Listed abnormal, last inspection failed, or certificate expired. 存在风险：列入活动异常名录、最近年检不合格或证书过期。 */
  | 'AT_RISK'
  /** Deregistered, revoked, or listed for serious violations. 不可参与：已注销、被撤销登记或列入严重违法失信名单。 */
  | 'BARRED';

/** A reason for a standing. 状况的理由。 */
export type StandingReason = {
  /** The reason as a code. 理由代码。 */
  code: StandingReasonCode;
  /** Since when. 起始日期。 */
  since: Scalars['Date']['output'];
  /** The reason in English. 理由（英文）。 */
  english: Scalars['String']['output'];
  /** The reason in Chinese. 理由（中文）。 */
  chinese: Scalars['String']['output'];
};

/** A reason for a standing, as a code. 状况理由代码。 */
export type StandingReasonCode =
  /** Deregistered: BARRED. 已注销。 */
  | 'DEREGISTERED'
  /** Registration revoked: BARRED. 被撤销登记。 */
  | 'REVOKED'
  /** Listed for serious violations: BARRED. 列入严重违法失信名单。 */
  | 'SERIOUS_VIOLATION'
  /** Listed for abnormal activity: AT_RISK. 列入活动异常名录。 */
  | 'ABNORMAL_ACTIVITY'
  /** The last inspection failed: AT_RISK. 最近一次年检不合格。 */
  | 'INSPECTION_FAILED'
  /** The certificate has expired: AT_RISK. 登记证书过期。 */
  | 'CERTIFICATE_EXPIRED';

/** Conditions on organizations, all of which must hold. A yes-or-no condition keeps with true those known to meet it, with false all others; an empty list keeps none. Lists are sets: neither order nor repetition means anything. 社会组织的检索条件，须同时满足；是非条件为真取已知符合者，为假取其余全部；空列表不取任何记录；列表为集合，次序与重复均无意义。 */
export type OrganizationFilter = {
  /** The date on which status, evaluation, qualification, listing and standing count; today where absent. 判断状态、评估、资格、名录与状况所依据的日期，默认为今日。 */
  asOf?: InputMaybe<Scalars['Date']['input']>;
  /** Of one of these kinds. 属于这些类型。 */
  kinds?: InputMaybe<Array<OrganizationKind>>;
  /** In one of these sectors. 属于这些类别。 */
  sectors?: InputMaybe<Array<OrganizationSector>>;
  /** Registered at one of these levels. 由这些层级的机关登记。 */
  levels?: InputMaybe<Array<RegistrationLevel>>;
  /** Registered by the authority of one of these divisions, by code. 由这些行政区划的机关登记（代码）。 */
  authorities?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Registered in one of these provinces, by code. 登记在这些省（代码）。 */
  homeProvinces?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Supervised by a body whose name contains this. 业务主管单位名称包含此文字。 */
  supervisingBody?: InputMaybe<Scalars['String']['input']>;
  /** Address contains this. 住所包含此文字。 */
  domicile?: InputMaybe<Scalars['String']['input']>;
  /** Business scope contains this. 业务范围包含此文字。 */
  businessScope?: InputMaybe<Scalars['String']['input']>;
  /** Established on this day or later. 成立日期不早于。 */
  establishedFrom?: InputMaybe<Scalars['Date']['input']>;
  /** Established on this day or earlier. 成立日期不晚于。 */
  establishedTo?: InputMaybe<Scalars['Date']['input']>;
  /** Registered capital at least this, in yuan. 注册资金不低于（元）。 */
  capitalFrom?: InputMaybe<Scalars['Money']['input']>;
  /** Registered capital at most this, in yuan. 注册资金不高于（元）。 */
  capitalTo?: InputMaybe<Scalars['Money']['input']>;
  /** Its certificate is, or is not, valid on the date. 证书在该日是否有效。 */
  certificateValid?: InputMaybe<Scalars['Boolean']['input']>;
  /** With one of these registration statuses. 处于这些登记状态。 */
  statuses?: InputMaybe<Array<RegistrationStatus>>;
  /** The registration status on the date began on this day or later. 该登记状态的起始日期不早于。 */
  statusFrom?: InputMaybe<Scalars['Date']['input']>;
  /** The registration status on the date began on this day or earlier. 该登记状态的起始日期不晚于。 */
  statusTo?: InputMaybe<Scalars['Date']['input']>;
  /** With one of these grades in force. 评估等级有效且为其中之一。 */
  grades?: InputMaybe<Array<EvaluationGrade>>;
  /** Is, or is not, recognized as a charity. 是否认定为慈善组织。 */
  charityRecognition?: InputMaybe<Scalars['Boolean']['input']>;
  /** Is, or is not, qualified for public fundraising. 是否具有公开募捐资格。 */
  publicFundraising?: InputMaybe<Scalars['Boolean']['input']>;
  /** Is, or is not, qualified for tax-deductible donations. 是否具有公益性捐赠税前扣除资格。 */
  taxDeduction?: InputMaybe<Scalars['Boolean']['input']>;
  /** Has, or has not, a party organization. 是否建立党组织。 */
  partyOrganization?: InputMaybe<Scalars['Boolean']['input']>;
  /** The last inspection concluded by the date has one of these conclusions. 截至该日最近一次年检结论为其中之一。 */
  lastInspection?: InputMaybe<Array<InspectionConclusion>>;
  /** Is, or is not, listed for abnormal activity. 是否在活动异常名录。 */
  abnormal?: InputMaybe<Scalars['Boolean']['input']>;
  /** Is, or is not, listed for serious violations. 是否在严重违法失信名单。 */
  seriousViolation?: InputMaybe<Scalars['Boolean']['input']>;
  /** Has, or has not, been penalized by the date. 截至该日是否受过行政处罚。 */
  penalized?: InputMaybe<Scalars['Boolean']['input']>;
  /** With one of these standings. 状况为其中之一。 */
  standings?: InputMaybe<Array<StandingStatus>>;
};

/** A page of organizations. 社会组织的分页结果。 */
export type OrganizationConnection = {
  /** The organizations with their cursors. 社会组织及其游标。 */
  edges: Array<OrganizationEdge>;
  /** The organizations alone. 社会组织。 */
  nodes: Array<Maybe<Organization>>;
  /** How to go on. 翻页信息。 */
  pageInfo: PageInfo;
  /** How many there are in all. 总数。 */
  totalCount?: Maybe<Scalars['Int']['output']>;
};

/** An organization in a page. 分页中的一个社会组织。 */
export type OrganizationEdge = {
  /** Cursor of this organization. 该社会组织的游标。 */
  cursor: Scalars['String']['output'];
  /** The organization. 社会组织。 */
  node?: Maybe<Organization>;
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
  Organization: Organization;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Organization:
    ( { __typename: 'Organization' }
    & GraphQLRecursivePick<FederationTypes['Organization'], {"code":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Money: ResolverTypeWrapper<Scalars['Money']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Organization: ResolverTypeWrapper<OrganizationRow>;
  OrganizationKind: OrganizationKind;
  OrganizationSector: OrganizationSector;
  RegistrationLevel: RegistrationLevel;
  RegistrationAuthority: ResolverTypeWrapper<OrganizationRow>;
  Province: ResolverTypeWrapper<ProvinceReference>;
  FormerName: ResolverTypeWrapper<NameRow>;
  Certificate: ResolverTypeWrapper<OrganizationRow>;
  RegistrationState: ResolverTypeWrapper<StatusRow>;
  RegistrationStatus: RegistrationStatus;
  Evaluation: ResolverTypeWrapper<EvaluationRow>;
  EvaluationGrade: EvaluationGrade;
  Qualification: ResolverTypeWrapper<QualificationRow>;
  PartyOrganization: ResolverTypeWrapper<OrganizationRow>;
  Inspection: ResolverTypeWrapper<InspectionRow>;
  InspectionConclusion: InspectionConclusion;
  Listing: ResolverTypeWrapper<ListingRow>;
  Penalty: ResolverTypeWrapper<PenaltyRow>;
  Standing: ResolverTypeWrapper<Standing>;
  StandingStatus: StandingStatus;
  StandingReason: ResolverTypeWrapper<StandingReason>;
  StandingReasonCode: StandingReasonCode;
  OrganizationFilter: OrganizationFilter;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  OrganizationConnection: ResolverTypeWrapper<OrganizationRows>;
  OrganizationEdge: ResolverTypeWrapper<Omit<OrganizationEdge, 'node'> & { node?: Maybe<ResolversTypes['Organization']> }>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
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
  String: Scalars['String']['output'];
  Int: Scalars['Int']['output'];
  Organization: OrganizationRow;
  RegistrationAuthority: OrganizationRow;
  Province: ProvinceReference;
  FormerName: NameRow;
  Certificate: OrganizationRow;
  RegistrationState: StatusRow;
  Evaluation: EvaluationRow;
  Qualification: QualificationRow;
  PartyOrganization: OrganizationRow;
  Inspection: InspectionRow;
  Listing: ListingRow;
  Penalty: PenaltyRow;
  Standing: Standing;
  StandingReason: StandingReason;
  OrganizationFilter: OrganizationFilter;
  Boolean: Scalars['Boolean']['output'];
  OrganizationConnection: OrganizationRows;
  OrganizationEdge: Omit<OrganizationEdge, 'node'> & { node?: Maybe<ResolversParentTypes['Organization']> };
  PageInfo: PageInfo;
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
  organization?: Resolver<Maybe<ResolversTypes['Organization']>, ParentType, ContextType, RequireFields<QueryOrganizationArgs, 'code'>>;
  organizations?: Resolver<Maybe<Array<Maybe<ResolversTypes['Organization']>>>, ParentType, ContextType, RequireFields<QueryOrganizationsArgs, 'codes'>>;
  organizationSearch?: Resolver<Maybe<ResolversTypes['OrganizationConnection']>, ParentType, ContextType, RequireFields<QueryOrganizationSearchArgs, 'first'>>;
  organizationFeed?: Resolver<Maybe<ResolversTypes['ChangeFeed']>, ParentType, ContextType>;
};

export type OrganizationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Organization'] = ResolversParentTypes['Organization'], FederationReferenceType extends FederationReferenceTypes['Organization'] = FederationReferenceTypes['Organization']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Organization']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType, Partial<OrganizationNameArgs>>;
  formerNames?: Resolver<Maybe<Array<ResolversTypes['FormerName']>>, ParentType, ContextType>;
  kind?: Resolver<Maybe<ResolversTypes['OrganizationKind']>, ParentType, ContextType>;
  sector?: Resolver<Maybe<ResolversTypes['OrganizationSector']>, ParentType, ContextType>;
  registrationAuthority?: Resolver<Maybe<ResolversTypes['RegistrationAuthority']>, ParentType, ContextType>;
  homeProvince?: Resolver<Maybe<ResolversTypes['Province']>, ParentType, ContextType>;
  supervisingBody?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  establishedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  registeredCapital?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  certificate?: Resolver<Maybe<ResolversTypes['Certificate']>, ParentType, ContextType>;
  domicile?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  businessScope?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  registrationStatus?: Resolver<Maybe<ResolversTypes['RegistrationState']>, ParentType, ContextType, Partial<OrganizationRegistrationStatusArgs>>;
  evaluation?: Resolver<Maybe<ResolversTypes['Evaluation']>, ParentType, ContextType, Partial<OrganizationEvaluationArgs>>;
  evaluations?: Resolver<Maybe<Array<ResolversTypes['Evaluation']>>, ParentType, ContextType>;
  charityRecognition?: Resolver<Maybe<ResolversTypes['Qualification']>, ParentType, ContextType, Partial<OrganizationCharityRecognitionArgs>>;
  publicFundraising?: Resolver<Maybe<ResolversTypes['Qualification']>, ParentType, ContextType, Partial<OrganizationPublicFundraisingArgs>>;
  taxDeduction?: Resolver<Maybe<ResolversTypes['Qualification']>, ParentType, ContextType, Partial<OrganizationTaxDeductionArgs>>;
  partyOrganization?: Resolver<Maybe<ResolversTypes['PartyOrganization']>, ParentType, ContextType>;
  inspections?: Resolver<Maybe<Array<ResolversTypes['Inspection']>>, ParentType, ContextType, Partial<OrganizationInspectionsArgs>>;
  abnormalListings?: Resolver<Maybe<Array<ResolversTypes['Listing']>>, ParentType, ContextType, Partial<OrganizationAbnormalListingsArgs>>;
  seriousViolations?: Resolver<Maybe<Array<ResolversTypes['Listing']>>, ParentType, ContextType, Partial<OrganizationSeriousViolationsArgs>>;
  penalties?: Resolver<Maybe<Array<ResolversTypes['Penalty']>>, ParentType, ContextType, Partial<OrganizationPenaltiesArgs>>;
  standing?: Resolver<Maybe<ResolversTypes['Standing']>, ParentType, ContextType, Partial<OrganizationStandingArgs>>;
  legalRepresentative?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  telephone?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  source?: Resolver<Maybe<ResolversTypes['Source']>, ParentType, ContextType>;
};

export type RegistrationAuthorityResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RegistrationAuthority'] = ResolversParentTypes['RegistrationAuthority']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  level?: Resolver<ResolversTypes['RegistrationLevel'], ParentType, ContextType>;
  divisionCode?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type ProvinceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Province'] = ResolversParentTypes['Province']> = {
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type FormerNameResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FormerName'] = ResolversParentTypes['FormerName']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  until?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
};

export type CertificateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Certificate'] = ResolversParentTypes['Certificate']> = {
  number?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  from?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  to?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
};

export type RegistrationStateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RegistrationState'] = ResolversParentTypes['RegistrationState']> = {
  status?: Resolver<ResolversTypes['RegistrationStatus'], ParentType, ContextType>;
  since?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
};

export type EvaluationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Evaluation'] = ResolversParentTypes['Evaluation']> = {
  grade?: Resolver<ResolversTypes['EvaluationGrade'], ParentType, ContextType>;
  from?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
};

export type QualificationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Qualification'] = ResolversParentTypes['Qualification']> = {
  from?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  to?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
};

export type PartyOrganizationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PartyOrganization'] = ResolversParentTypes['PartyOrganization']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  establishedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
};

export type InspectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Inspection'] = ResolversParentTypes['Inspection']> = {
  year?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  conclusion?: Resolver<ResolversTypes['InspectionConclusion'], ParentType, ContextType>;
  concludedOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
};

export type ListingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Listing'] = ResolversParentTypes['Listing']> = {
  listedOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  removedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  removalReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PenaltyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Penalty'] = ResolversParentTypes['Penalty']> = {
  documentNumber?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  basis?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  result?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  decidedOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
};

export type StandingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Standing'] = ResolversParentTypes['Standing']> = {
  status?: Resolver<ResolversTypes['StandingStatus'], ParentType, ContextType>;
  asOf?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  reasons?: Resolver<Array<ResolversTypes['StandingReason']>, ParentType, ContextType>;
};

export type StandingReasonResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StandingReason'] = ResolversParentTypes['StandingReason']> = {
  code?: Resolver<ResolversTypes['StandingReasonCode'], ParentType, ContextType>;
  since?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  english?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  chinese?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type OrganizationConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrganizationConnection'] = ResolversParentTypes['OrganizationConnection']> = {
  edges?: Resolver<Array<ResolversTypes['OrganizationEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<Maybe<ResolversTypes['Organization']>>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type OrganizationEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrganizationEdge'] = ResolversParentTypes['OrganizationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Organization']>, ParentType, ContextType>;
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
  Organization?: OrganizationResolvers<ContextType>;
  RegistrationAuthority?: RegistrationAuthorityResolvers<ContextType>;
  Province?: ProvinceResolvers<ContextType>;
  FormerName?: FormerNameResolvers<ContextType>;
  Certificate?: CertificateResolvers<ContextType>;
  RegistrationState?: RegistrationStateResolvers<ContextType>;
  Evaluation?: EvaluationResolvers<ContextType>;
  Qualification?: QualificationResolvers<ContextType>;
  PartyOrganization?: PartyOrganizationResolvers<ContextType>;
  Inspection?: InspectionResolvers<ContextType>;
  Listing?: ListingResolvers<ContextType>;
  Penalty?: PenaltyResolvers<ContextType>;
  Standing?: StandingResolvers<ContextType>;
  StandingReason?: StandingReasonResolvers<ContextType>;
  OrganizationConnection?: OrganizationConnectionResolvers<ContextType>;
  OrganizationEdge?: OrganizationEdgeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Source?: SourceResolvers<ContextType>;
  FeedRecord?: GraphQLScalarType;
  ChangeFeed?: ChangeFeedResolvers<ContextType>;
  FeedCollection?: FeedCollectionResolvers<ContextType>;
  FeedPage?: FeedPageResolvers<ContextType>;
};

