import { TimeZoneField as TimeZoneField_e8fed500e14262a3fe21c2cc4de7bdfe } from '../../../panel/timeZone/TimeZoneField.tsx'
import { WhenCell as WhenCell_845f79b46a3489e87321952c6b7f78b1 } from '../../../features/events/admin/WhenCell.tsx'
import { ZonedDateField as ZonedDateField_cb7f6937d2d6e4beae581df0604b790f } from '../../../features/events/admin/ZonedDateField.tsx'
import { PastNotice as PastNotice_90dc783d9449b8468878595ba8d688d7 } from '../../../features/events/admin/PastNotice.tsx'
import { RscEntryLexicalCell as RscEntryLexicalCell_44fe37237e0ebf4470c9990d8cb7b07e } from '@payloadcms/richtext-lexical/rsc'
import { RscEntryLexicalField as RscEntryLexicalField_44fe37237e0ebf4470c9990d8cb7b07e } from '@payloadcms/richtext-lexical/rsc'
import { LexicalDiffComponent as LexicalDiffComponent_44fe37237e0ebf4470c9990d8cb7b07e } from '@payloadcms/richtext-lexical/rsc'
import { InlineToolbarFeatureClient as InlineToolbarFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { HorizontalRuleFeatureClient as HorizontalRuleFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { UploadFeatureClient as UploadFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { BlockquoteFeatureClient as BlockquoteFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { RelationshipFeatureClient as RelationshipFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { LinkFeatureClient as LinkFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { ChecklistFeatureClient as ChecklistFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { OrderedListFeatureClient as OrderedListFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { UnorderedListFeatureClient as UnorderedListFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { IndentFeatureClient as IndentFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { AlignFeatureClient as AlignFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { HeadingFeatureClient as HeadingFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { ParagraphFeatureClient as ParagraphFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { InlineCodeFeatureClient as InlineCodeFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { SuperscriptFeatureClient as SuperscriptFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { SubscriptFeatureClient as SubscriptFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { StrikethroughFeatureClient as StrikethroughFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { UnderlineFeatureClient as UnderlineFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { BoldFeatureClient as BoldFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { ItalicFeatureClient as ItalicFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { StatusCell as StatusCell_34a1500cdc658f88008f51f1262abe84 } from '../../../panel/elements/StatusCell.tsx'
import { SeatsCell as SeatsCell_290e6c0f59e3a9800bc75dbc2fe473b2 } from '../../../features/events/admin/SeatsCell.tsx'
import { SeatsField as SeatsField_2f047e4f500bc4f62da74e47e7ff96cb } from '../../../features/events/admin/SeatsField.tsx'
import { EventFilters as EventFilters_2496234eaf1d4684a855cb083535f36e } from '../../../features/events/admin/EventFilters.tsx'
import { RegistrationsView as RegistrationsView_50b986827424f60822c072ad4aa96143 } from '../../../features/registrations/admin/RegistrationsView.tsx'
import { VersionsView as VersionsView_59b792dce874b370b738b037d90deb7b } from '../../../features/events/admin/versions/VersionsView.tsx'
import { Mark as Mark_20e97a11362da5b95b9ca13b027bd389 } from '../../../panel/brand/Mark.tsx'
import { Logo as Logo_2e763df44b42c422bacb8a7fd68ccf87 } from '../../../panel/brand/Logo.tsx'
import { WorkLink as WorkLink_8c78093652863adec691cf97b3f53bd2 } from '../../../features/backgroundWork/admin/WorkLink.tsx'
import { Dashboard as Overview_66a04a5fd6a1dcb695ee38d11743c731 } from '../../../panel/dashboard/Dashboard.tsx'
import { S3ClientUploadHandler as S3ClientUploadHandler_f97aa6c64367fa259c5bc0567239ef24 } from '@payloadcms/storage-s3/client'
import { WorkView as WorkView_356797db41c302f36152ce4b2b1e44d1 } from '../../../features/backgroundWork/admin/WorkView.tsx'
import { CollectionCards as CollectionCards_f9c02e79a4aed9a3924487c0cd4cafb1 } from '@payloadcms/next/rsc'

/** @type import('payload').ImportMap */
export const importMap = {
  "/src/panel/timeZone/TimeZoneField.tsx#TimeZoneField": TimeZoneField_e8fed500e14262a3fe21c2cc4de7bdfe,
  "/src/features/events/admin/WhenCell.tsx#WhenCell": WhenCell_845f79b46a3489e87321952c6b7f78b1,
  "/src/features/events/admin/ZonedDateField.tsx#ZonedDateField": ZonedDateField_cb7f6937d2d6e4beae581df0604b790f,
  "/src/features/events/admin/PastNotice.tsx#PastNotice": PastNotice_90dc783d9449b8468878595ba8d688d7,
  "@payloadcms/richtext-lexical/rsc#RscEntryLexicalCell": RscEntryLexicalCell_44fe37237e0ebf4470c9990d8cb7b07e,
  "@payloadcms/richtext-lexical/rsc#RscEntryLexicalField": RscEntryLexicalField_44fe37237e0ebf4470c9990d8cb7b07e,
  "@payloadcms/richtext-lexical/rsc#LexicalDiffComponent": LexicalDiffComponent_44fe37237e0ebf4470c9990d8cb7b07e,
  "@payloadcms/richtext-lexical/client#InlineToolbarFeatureClient": InlineToolbarFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#HorizontalRuleFeatureClient": HorizontalRuleFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#UploadFeatureClient": UploadFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#BlockquoteFeatureClient": BlockquoteFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#RelationshipFeatureClient": RelationshipFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#LinkFeatureClient": LinkFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#ChecklistFeatureClient": ChecklistFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#OrderedListFeatureClient": OrderedListFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#UnorderedListFeatureClient": UnorderedListFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#IndentFeatureClient": IndentFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#AlignFeatureClient": AlignFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#HeadingFeatureClient": HeadingFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#ParagraphFeatureClient": ParagraphFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#InlineCodeFeatureClient": InlineCodeFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#SuperscriptFeatureClient": SuperscriptFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#SubscriptFeatureClient": SubscriptFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#StrikethroughFeatureClient": StrikethroughFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#UnderlineFeatureClient": UnderlineFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#BoldFeatureClient": BoldFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#ItalicFeatureClient": ItalicFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "/src/panel/elements/StatusCell.tsx#StatusCell": StatusCell_34a1500cdc658f88008f51f1262abe84,
  "/src/features/events/admin/SeatsCell.tsx#SeatsCell": SeatsCell_290e6c0f59e3a9800bc75dbc2fe473b2,
  "/src/features/events/admin/SeatsField.tsx#SeatsField": SeatsField_2f047e4f500bc4f62da74e47e7ff96cb,
  "/src/features/events/admin/EventFilters.tsx#EventFilters": EventFilters_2496234eaf1d4684a855cb083535f36e,
  "/src/features/registrations/admin/RegistrationsView.tsx#RegistrationsView": RegistrationsView_50b986827424f60822c072ad4aa96143,
  "/src/features/events/admin/versions/VersionsView.tsx#VersionsView": VersionsView_59b792dce874b370b738b037d90deb7b,
  "/src/panel/brand/Mark.tsx#Mark": Mark_20e97a11362da5b95b9ca13b027bd389,
  "/src/panel/brand/Logo.tsx#Logo": Logo_2e763df44b42c422bacb8a7fd68ccf87,
  "/src/features/backgroundWork/admin/WorkLink.tsx#WorkLink": WorkLink_8c78093652863adec691cf97b3f53bd2,
  "/src/panel/dashboard/Dashboard.tsx#Overview": Overview_66a04a5fd6a1dcb695ee38d11743c731,
  "@payloadcms/storage-s3/client#S3ClientUploadHandler": S3ClientUploadHandler_f97aa6c64367fa259c5bc0567239ef24,
  "/src/features/backgroundWork/admin/WorkView.tsx#WorkView": WorkView_356797db41c302f36152ce4b2b1e44d1,
  "@payloadcms/next/rsc#CollectionCards": CollectionCards_f9c02e79a4aed9a3924487c0cd4cafb1
}
