-- The findings of one case as the text that is kept: criteria outside, elements inside; `s` the results, `f` and `v` what they rest on.
'[{"criterion":"E1","result":"' || limit_worst(s.s[1:2]) || '","elements":[' || limit_element('E1.organisation', s.s[1], '["unit","party"]', limit_values(null, v.org),
      null, array[x.mm -> 'E1.organisation' ->> 'id'], '"parameters":[{"name":"partyMembersFrom","value":3,"mark":"P"}],"article":"五（一）第一项“企业党组织健全”"',
      case s.s[1] when 'MET' then '已建立党组织。' when 'NOT_MET' then '尚无已建立党组织的证明，由单位说明或者向组织部门核实；不据此认定不符合。' when 'NOT_APPLICABLE' then '正式党员' || (v.org ->> 'partyMembers') || '人，不足3人，本项不适用。'
      else '尚无党组织成立批复或者组织部门答复。' || limit_why(s.s[1], '被复核单位、组织部门或行业党委') end)
  || ',' || limit_element('E1.role', s.s[2], '["county"]', limit_values(null, v.org),
      null, array[x.mm -> 'E1.organisation' ->> 'id', x.mm -> 'E1.role-note' ->> 'id', x.mm -> 'MARK E1.role' ->> 'id'], '"parameters":[{"name":"partyMembersFrom","value":3,"mark":"P"}],"article":"五（一）第一项“作用发挥充分”"',
      case s.s[2] when 'MET' then '评审人员认定作用有效发挥：' || (x.mm -> 'MARK E1.role' ->> 'reason') when 'NOT_MET' then '评审人员认定作用发挥不足：' || (x.mm -> 'MARK E1.role' ->> 'reason') when 'NOT_APPLICABLE' then '不具备建立党组织条件，本项不适用。'
      else '待县级三方评审人员评议。' || limit_why(s.s[2], '县级协调劳动关系三方') end)
  || ']},{"criterion":"E2","result":"' || limit_worst(s.s[3:7]) || '","elements":[' || limit_element('E2.union', s.s[3], '["union"]', limit_values('"unionExists":' || v.union_exists || ',"unionMembers":' || v.members, null),
      f.unions, null, '"article":"五（一）第二项“企业工会组织健全”"',
      case s.s[3] when 'MET' then '工会已建立，会员' || v.members || '人。' when 'NOT_MET' then '市总工会完整名册中没有该单位工会。'
      else '工会组织情况不明。' || limit_why(s.s[3], '总工会') end)
  || ',' || limit_element('E2.negotiation', s.s[4], '["union"]', limit_values('"lastWageNegotiationOn":"' || v.talked_on || '"', null),
      v.talk, null, '"parameters":[{"name":"negotiationMonths","value":12,"mark":"P"}],"article":"五（一）第二项“定期开展集体协商”；间隔为参数"',
      case s.s[4] when 'MET' then '最近一次工资集体协商于' || v.talked_on || '达成，在12个月内。' when 'NOT_MET' then '12个月内没有工资集体协商记录' || coalesce('，最近一次为' || nullif(v.talked_on, ''), '') || '。'
      else '工资集体协商情况不明。' || limit_why(s.s[4], '总工会') end)
  || ',' || limit_element('E2.contract', s.s[5], '["union"]', limit_values('"wageContractInForce":' || v.in_force || ',"wageContractEndsOn":"' || v.ends_on || '"', null),
      v.contract, null, '"article":"五（一）第二项“签订集体合同”"',
      case s.s[5] when 'MET' then '含工资内容的集体合同在期' || coalesce('，至' || nullif(v.ends_on, ''), '') || '。' when 'NOT_MET' then '没有在期的含工资内容的集体合同' || coalesce('，最近一份于' || nullif(v.ends_on, '') || '期满', '') || '。'
      else '集体合同情况不明。' || limit_why(s.s[5], '总工会') end)
  || ',' || limit_element('E2.contract-review', s.s[6], case s.s[6] when 'OBJECTION_PERIOD_RUNNING' then '["hrss"]' else '["union","hrss"]' end, limit_values('"contractReview":"' || v.review || '","contractReceivedOn":"' || v.received_on || '"', null),
      v.reviewed, null, '"parameters":[{"name":"objectionDays","value":15,"mark":"L"}],"article":"《劳动合同法》第五十四条"',
      case s.s[6] when 'MET' then '集体合同于' || v.received_on || '报送，人社部门在15日内未提出异议，已生效。' when 'NOT_MET' then '人社部门对' || v.received_on || '收到的集体合同提出异议。' when 'NOT_APPLICABLE' then '没有在期的集体合同可供审查。'
      else '集体合同的审查结果不明。' || limit_why(s.s[6], case s.s[6] when 'OBJECTION_PERIOD_RUNNING' then '人社部门' else '总工会、人社部门' end) end)
  || ',' || limit_element('E2.pay-growth', s.s[7], '["unit","county"]', null,
      null, array[x.mm -> 'E2.pay-series' ->> 'id', x.mm -> 'MARK E2.pay-growth' ->> 'id'], '"article":"五（一）第二项“工资增长与企业效益、劳动生产率增长相适应”"',
      case s.s[7] when 'MET' then '评审人员认定相适应：' || (x.mm -> 'MARK E2.pay-growth' ->> 'reason') when 'NOT_MET' then '评审人员认定不相适应：' || (x.mm -> 'MARK E2.pay-growth' ->> 'reason')
      else '待评审人员依据工资、效益、劳动生产率数据评议。' || limit_why(s.s[7], '被复核单位、县级协调劳动关系三方') end)
  || ']},{"criterion":"E3","result":"' || limit_worst(s.s[8:12]) || '","elements":[' || limit_element('E3.congress', s.s[8], '["union"]', limit_values('"lastCongressOn":"' || v.congress_on || '"', null),
      v.congress, null, '"parameters":[{"name":"congressMonths","value":12,"mark":"P"}],"article":"五（一）第三项“定期召开”；间隔为参数"',
      case s.s[8] when 'MET' then '最近一次职工（代表）大会于' || v.congress_on || '召开，在12个月内。' when 'NOT_MET' then '12个月内没有召开职工（代表）大会的记录' || coalesce('，最近一次为' || nullif(v.congress_on, ''), '') || '。'
      else '职代会召开情况不明。' || limit_why(s.s[8], '总工会') end)
  || ',' || limit_element('E3.rules', s.s[9], '["union"]', limit_values('"congressPassedRules":' || v.passed || ',"lastCongressOn":"' || v.congress_on || '"', null),
      v.congress, array[x.mm -> 'E3.minutes' ->> 'id'], '"article":"五（一）第三项“审议通过”；《劳动合同法》第四条"',
      case s.s[9] when 'MET' then coalesce(nullif(v.congress_on, '') || '的', '') || '职代会审议通过了规章制度和重大事项。' when 'NOT_MET' then '没有职代会审议通过规章制度和重大事项的记录。'
      else '职代会审议情况不明。' || limit_why(s.s[9], '总工会') end)
  || ',' || limit_element('E3.openness', s.s[10], '["union"]', limit_values('"opennessSystem":' || v.is_open || ',"opennessPublishedOn":"' || v.published_on || '"', null),
      f.openness, null, '"article":"五（一）第三项“完善厂务公开制度”"',
      case s.s[10] when 'MET' then '已建立厂务公开制度，最近公开于' || v.published_on || '。' when 'NOT_MET' then '没有厂务公开制度的记录。'
      else '厂务公开情况不明。' || limit_why(s.s[10], '总工会') end)
  || ',' || limit_element('E3.employee-director', s.s[11], '["market"]', limit_values('"isCompany":' || v.is_company || ',"insuredCount":' || v.staff, v.board),
      f.insurance, array[x.mm -> 'E3.board' ->> 'id'], '"parameters":[{"name":"employeeDirectorFrom","value":300,"mark":"L"}],"article":"《公司法》（2023）第六十八条"',
      case s.s[11] when 'MET' then '董事会有职工代表，或者监事会有职工代表，符合公司法要求。' when 'NOT_MET' then '职工' || v.staff || '人，董事会没有职工代表，也没有设有职工监事的监事会。' when 'NOT_APPLICABLE' then '不是公司制企业，或者职工不足300人，公司法不要求设职工董事。'
      else '待市场监督管理部门答复。' || limit_why(s.s[11], '市场监督管理部门') end)
  || ',' || limit_element('E3.employee-supervisor', s.s[12], '["market"]', limit_values('"isCompany":' || v.is_company, v.board),
      f.insurance, array[x.mm -> 'E3.board' ->> 'id'], '"article":"《公司法》（2023）第七十六条、第一百三十条"',
      case s.s[12] when 'MET' then '监事会有职工代表。' when 'NOT_MET' then '设有监事会而没有职工代表。' when 'NOT_APPLICABLE' then '不是公司制企业，或者依法不设监事会。'
      else '待市场监督管理部门答复。' || limit_why(s.s[12], '市场监督管理部门') end)
  || ']},{"criterion":"E4","result":"' || limit_worst(s.s[13:17]) || '","elements":[' || limit_element('E4.committee', s.s[13], '["hrss"]', limit_values('"mediationCommittee":' || v.has_committee || ',"namedMediator":' || v.has_mediator || ',"insuredCount":' || v.staff, null),
      f.committees || f.mediators || f.insurance, null, '"parameters":[{"name":"smallMicroBelow","value":300,"mark":"P"}],"article":"五（一）第四项；《企业劳动争议协商调解规定》（人社部令第17号）第十三条"',
      case s.s[13] when 'MET' then '已设立劳动争议调解委员会，或者小微企业已指定调解员。' when 'NOT_MET' then '人社部门完整名册中没有该单位的调解委员会，也没有小微企业可以代替它的指定调解员。'
      else '调解组织情况不明。' || limit_why(s.s[13], '人社部门') end)
  || ',' || limit_element('E4.rules', s.s[14], '["unit"]', limit_values(null, x.mm -> 'E4.rules' -> 'data'),
      null, array[x.mm -> 'E4.rules' ->> 'id'], '"article":"五（一）第四项“制度完善”"',
      case s.s[14] when 'MET' then '已有调解工作制度。' when 'NOT_MET' then '单位书面说明尚未建立调解工作制度。'
      else '尚未收到调解工作制度。' || limit_why(s.s[14], '被复核单位') end)
  || ',' || limit_element('E4.warning', s.s[15], '["unit"]', limit_values(null, x.mm -> 'E4.warning' -> 'data'),
      null, array[x.mm -> 'E4.warning' ->> 'id'], '"article":"五（一）第四项“预防预警机制”"',
      case s.s[15] when 'MET' then '已建立劳动争议预防预警机制。' when 'NOT_MET' then '单位书面说明尚未建立劳动争议预防预警机制。'
      else '尚未收到劳动争议预防预警机制文件。' || limit_why(s.s[15], '被复核单位') end)
  || ',' || limit_element('E4.coordinator', s.s[16], '["hrss"]', limit_values('"coordinatorCount":' || v.coordinators, null),
      f.coordination, null, '"parameters":[{"name":"coordinatorsAtLeast","value":1,"mark":"P"}],"article":"五（一）第四项“配备劳动关系协调员”；人数为参数"',
      case s.s[16] when 'MET' then '配备劳动关系协调员' || v.coordinators || '人。' when 'NOT_MET' then '劳动关系协调员' || v.coordinators || '人，不足1人。'
      else '劳动关系协调员情况不明。' || limit_why(s.s[16], '人社部门') end)
  || ',' || limit_element('E4.handling', s.s[17], '["county"]', limit_values('"disputesClosed":' || v.disputes || ',"disputesMediated":' || v.mediations || ',"judicialConfirmations":' || v.confirmations, null),
      f.closed || f.confirmed, array[x.mm -> 'E4.handling-note' ->> 'id', x.mm -> 'MARK E4.handling' ->> 'id'], '"article":"五（一）第四项“及时调处”；争议数量本身不作不符合处理（参数，待确认）"',
      case s.s[17] when 'MET' then '评审人员认定调处及时：' || (x.mm -> 'MARK E4.handling' ->> 'reason') when 'NOT_MET' then '评审人员认定调处不及时：' || (x.mm -> 'MARK E4.handling' ->> 'reason')
      else '待县级三方评审人员评议。' || limit_why(s.s[17], '县级协调劳动关系三方') end)
  || ']},{"criterion":"E5","result":"' || limit_worst(s.s[18:21]) || '","elements":[' || limit_element('E5.system', s.s[18], '["unit"]', limit_values(null, x.mm -> 'E5.system' -> 'data'),
      null, array[x.mm -> 'E5.system' ->> 'id'], '"article":"五（一）第五项“职工培训制度健全”"',
      case s.s[18] when 'MET' then '已有职工培训制度。' when 'NOT_MET' then '单位书面说明尚未建立职工培训制度。'
      else '尚未收到职工培训制度。' || limit_why(s.s[18], '被复核单位') end)
  || ',' || limit_element('E5.plan', s.s[19], '["unit"]', limit_values(null, x.mm -> 'E5.plan' -> 'data'),
      null, array[x.mm -> 'E5.plan' ->> 'id'], '"article":"五（一）第五项“制定培训计划”"',
      case s.s[19] when 'MET' then '已制定培训计划。' when 'NOT_MET' then '单位书面说明尚未制定培训计划。'
      else '尚未收到有效期内的培训计划。' || limit_why(s.s[19], '被复核单位') end)
  || ',' || limit_element('E5.fund-in-full', s.s[20], '["unit"]', limit_values(null, v.fund),
      null, array[x.mm -> 'E5.fund' ->> 'id'], '"parameters":[{"name":"fundRatePerMille","value":15,"mark":"P"}],"article":"五（一）第五项“足额到位”；比例为参数"',
      case s.s[20] when 'MET' then '工资总额' || (v.fund ->> 'wageBill') || '元，提取职工教育经费' || (v.fund ->> 'drawn') || '元，达到15‰。' when 'NOT_MET' then '工资总额' || (v.fund ->> 'wageBill') || '元，提取职工教育经费' || (v.fund ->> 'drawn') || '元，不足15‰。'
      else '职工教育经费是否足额到位不明。' || limit_why(s.s[20], '被复核单位') end)
  || ',' || limit_element('E5.front-line-share', s.s[21], '["unit"]', limit_values(null, v.fund),
      null, array[x.mm -> 'E5.fund' ->> 'id'], '"parameters":[{"name":"frontLinePercent","value":60,"mark":"T"}],"article":"五（一）第五项“经费60%以上用于企业一线职工的教育和培训”"',
      case s.s[21] when 'MET' then '支出' || (v.fund ->> 'spent') || '元，用于一线职工' || (v.fund ->> 'frontLineSpent') || '元，达到60%。' when 'NOT_MET' then '支出' || (v.fund ->> 'spent') || '元，用于一线职工' || (v.fund ->> 'frontLineSpent') || '元，不足60%。'
      else '经费用于一线职工的比例不明。' || limit_why(s.s[21], '被复核单位') end)
  || ']},{"criterion":"E6","result":"' || limit_worst(s.s[22:23]) || '","elements":[' || limit_element('E6.culture', s.s[22], '["county"]', limit_values('"honours":' || v.honours, null),
      f.honoured, array[x.mm -> 'E6.note' ->> 'id', x.mm -> 'MARK E6.culture' ->> 'id'], '"article":"五（一）第六项“重视企业文化建设”"',
      case s.s[22] when 'MET' then '评审人员认定符合：' || (x.mm -> 'MARK E6.culture' ->> 'reason') when 'NOT_MET' then '评审人员认定不符合：' || (x.mm -> 'MARK E6.culture' ->> 'reason')
      else '待县级三方评审人员评议。' || limit_why(s.s[22], '县级协调劳动关系三方') end)
  || ',' || limit_element('E6.responsibility', s.s[23], '["county"]', limit_values('"csrReports":' || v.reports || ',"honours":' || v.honours, null),
      f.reported || f.honoured, array[x.mm -> 'E6.note' ->> 'id', x.mm -> 'MARK E6.responsibility' ->> 'id'], '"article":"五（一）第六项“切实承担……责任”"',
      case s.s[23] when 'MET' then '评审人员认定符合：' || (x.mm -> 'MARK E6.responsibility' ->> 'reason') when 'NOT_MET' then '评审人员认定不符合：' || (x.mm -> 'MARK E6.responsibility' ->> 'reason')
      else '待县级三方评审人员评议。' || limit_why(s.s[23], '县级协调劳动关系三方') end)
  || ']},{"criterion":"E7","result":"' || limit_worst(s.s[24:27]) || '","elements":[' || limit_element('E7.care', s.s[24], '["county"]', null,
      null, array[x.mm -> 'E7.note' ->> 'id', x.mm -> 'MARK E7.care' ->> 'id'], '"article":"五（一）第七项“加强对职工的人文关怀”"',
      case s.s[24] when 'MET' then '评审人员认定符合：' || (x.mm -> 'MARK E7.care' ->> 'reason') when 'NOT_MET' then '评审人员认定不符合：' || (x.mm -> 'MARK E7.care' ->> 'reason')
      else '待县级三方评审人员评议。' || limit_why(s.s[24], '县级协调劳动关系三方') end)
  || ',' || limit_element('E7.women', s.s[25], '["county"]', limit_values('"womenContractInForce":' || v.women, null),
      f.women, array[x.mm -> 'E7.note' ->> 'id', x.mm -> 'MARK E7.women' ->> 'id'], '"article":"五（一）第七项“保障生育女职工……”"',
      case s.s[25] when 'MET' then '评审人员认定符合：' || (x.mm -> 'MARK E7.women' ->> 'reason') when 'NOT_MET' then '评审人员认定不符合：' || (x.mm -> 'MARK E7.women' ->> 'reason')
      else '待县级三方评审人员评议。' || limit_why(s.s[25], '县级协调劳动关系三方') end)
  || ',' || limit_element('E7.health', s.s[26], '["county"]', null,
      null, array[x.mm -> 'E7.note' ->> 'id', x.mm -> 'MARK E7.health' ->> 'id'], '"article":"五（一）第七项“建立职工健康服务体系”"',
      case s.s[26] when 'MET' then '评审人员认定符合：' || (x.mm -> 'MARK E7.health' ->> 'reason') when 'NOT_MET' then '评审人员认定不符合：' || (x.mm -> 'MARK E7.health' ->> 'reason')
      else '待县级三方评审人员评议。' || limit_why(s.s[26], '县级协调劳动关系三方') end)
  || ',' || limit_element('E7.no-breach', s.s[27], '["hrss"]', limit_values('"lastWomenHoursDecisionOn":"' || v.breached_on || '"', null),
      v.breach, null, '"parameters":[{"name":"breachMonths","value":24,"mark":"P"}],"article":"五（一）第七项；以已送达且未撤销的决定为准，回溯期为参数"',
      case s.s[27] when 'MET' then '近24个月内没有女职工保护、工时方面的生效决定。' when 'NOT_MET' then v.breached_on || '有女职工保护或者工时方面的生效决定。'
      else '劳动保障监察决定情况不明。' || limit_why(s.s[27], '人社部门') end)
  || ']},{"criterion":"E8","result":"' || limit_worst(s.s[28:29]) || '","elements":[' || limit_element('E8.conduct', s.s[28], '["county"]', null,
      null, array[x.mm -> 'E8.note' ->> 'id', x.mm -> 'MARK E8.conduct' ->> 'id'], '"article":"五（一）第八项"',
      case s.s[28] when 'MET' then '评审人员认定符合：' || (x.mm -> 'MARK E8.conduct' ->> 'reason') when 'NOT_MET' then '评审人员认定不符合：' || (x.mm -> 'MARK E8.conduct' ->> 'reason')
      else '待县级三方评审人员评议。' || limit_why(s.s[28], '县级协调劳动关系三方') end)
  || ',' || limit_element('E8.claims', s.s[29], '["county"]', null,
      null, array[x.mm -> 'E8.note' ->> 'id', x.mm -> 'MARK E8.claims' ->> 'id'], '"article":"五（一）第八项；投诉、信访、仲裁均不作反面证据（参数，待确认）"',
      case s.s[29] when 'MET' then '评审人员认定符合：' || (x.mm -> 'MARK E8.claims' ->> 'reason') when 'NOT_MET' then '评审人员认定不符合：' || (x.mm -> 'MARK E8.claims' ->> 'reason')
      else '待县级三方评审人员评议。' || limit_why(s.s[29], '县级协调劳动关系三方') end)
  || ']},{"criterion":"E9","result":"' || limit_worst(s.s[30:31]) || '","elements":[' || limit_element('E9.items', s.s[30], '["county"]', limit_values(null, v.survey),
      null, array[x.mm -> 'E9.survey' ->> 'id'], '"parameters":[{"name":"surveyGroupAtLeast","value":10,"mark":"P"}],"article":"五（一）第九项所列八项指标"',
      case s.s[30] when 'MET' then '调查（' || (v.survey ->> 'n') || '份）包括全部八项指标。' when 'NOT_MET' then '调查（' || (v.survey ->> 'n') || '份）没有包括全部八项指标。'
      else '尚无有效期内、人数足够的满意度调查。' || limit_why(s.s[30], '县级协调劳动关系三方') end)
  || ',' || limit_element('E9.satisfaction', s.s[31], '["county"]', limit_values('"insuredCount":' || v.staff, v.survey),
      f.insurance, array[x.mm -> 'E9.survey' ->> 'id'], '"parameters":[{"name":"surveyAtLeast","value":30,"mark":"P"},{"name":"surveyGroupAtLeast","value":10,"mark":"P"},{"name":"surveySharePercent","value":80,"mark":"P"},{"name":"satisfactionAtLeast","value":"80.00","mark":"P"}],"article":"五（一）第九项“综合评价满意度高”；分值为参数"',
      case s.s[31] when 'MET' then '调查' || (v.survey ->> 'n') || '份，八项综合平均分达到80.00分。' when 'NOT_MET' then '调查' || (v.survey ->> 'n') || '份，八项综合平均分低于80.00分。'
      else '尚无有效期内、份数足够且八项齐全的满意度调查。' || limit_why(s.s[31], '县级协调劳动关系三方') end)
  || ']}]'
