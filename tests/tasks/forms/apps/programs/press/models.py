"""What the newsroom keeps: articles, with every kind of field that the admin has a widget for."""

from __future__ import annotations

from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=100, unique=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Tag(models.Model):
    name = models.CharField(max_length=50, unique=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Topic(models.Model):
    name = models.CharField(max_length=50, unique=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Article(models.Model):
    class Status(models.TextChoices):
        DRAFT = "d", "Draft"
        REVIEW = "r", "In review"
        PUBLISHED = "p", "Published"
        WITHDRAWN = "w", "Withdrawn"

    class Length(models.TextChoices):
        SHORT = "s", "Short"
        LONG = "l", "Long read"

    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=200, unique=True)
    code = models.CharField("article number", max_length=12, unique=True)
    body = models.TextField(blank=True)
    published_on = models.DateField()
    embargo = models.DateTimeField("embargo until", null=True, blank=True)
    status = models.CharField(max_length=1, choices=Status)
    length = models.CharField(max_length=1, choices=Length, default=Length.SHORT)
    author = models.ForeignKey(Author, on_delete=models.PROTECT)
    editor = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="edited", null=True, blank=True)
    tags = models.ManyToManyField(Tag, blank=True)
    topics = models.ManyToManyField(Topic, blank=True)
    source = models.URLField("source URL", blank=True)
    price = models.DecimalField(max_digits=9, decimal_places=2, default=0, help_text="In euros; 0 where it is free.")
    attachment = models.FileField(upload_to="attachments", blank=True)
    featured = models.BooleanField("on the front page", default=False)
    comments = models.BooleanField("comments are open", default=True)

    def __str__(self) -> str:
        return self.title
