-- What the gateway's account may do: read views and two tables, and call what the administrators wrote for it.
REVOKE EXECUTE ON ALL ROUTINES IN SCHEMA public FROM PUBLIC;
GRANT SELECT ON staff, teams, team_members TO scim_gateway;
GRANT EXECUTE ON FUNCTION hire, open_team TO scim_gateway;
GRANT EXECUTE ON PROCEDURE rename, assign_manager, set_status, dismiss, close_team, join_team, leave_team TO scim_gateway;
