"""The pages: State, view and route together; found by place."""
