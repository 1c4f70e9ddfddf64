"""The newsroom's pages in the admin: one widget of each kind that it draws."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin

from .models import Article, Author, Tag, Topic


@admin.register(Author)
class AuthorAdmin(admin.ModelAdmin):
    search_fields = ("name",)


admin.site.register((Tag, Topic))


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    list_display = ("code", "title", "status", "published_on")
    search_fields = ("title", "code")
    prepopulated_fields: ClassVar = {"slug": ("title",)}
    radio_fields: ClassVar = {"length": admin.HORIZONTAL}
    autocomplete_fields = ("editor",)
    filter_horizontal = ("topics",)
    fieldsets = (
        (None, {"fields": ("title", "slug", "code", "body")}),
        ("When", {"fields": ("published_on", "embargo")}),
        ("What it is", {"fields": (("status", "length"), "author", "editor", "tags", "topics")}),
        ("Around it", {"fields": ("source", "price", "attachment", "featured", "comments")}),
    )
